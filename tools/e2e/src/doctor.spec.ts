import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from './product/free-port';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(180_000);

interface Check {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  detail: string;
  advice?: string;
}

describe('twl doctor', () => {
  const folders = new TempFolders();
  let env: Record<string, string>;
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => response.end('another program')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  beforeEach(async () => {
    env = { DATA_DIR: folders.create(), SOURCES_DIR: folders.create(), SIMULATOR: 'off', PORT: String(await freePort()) };
    writePostsSource(env['SOURCES_DIR']!, 'posts', { address: 'http://127.0.0.1:1' });
  });
  afterAll(async () => {
    server.close();
    await folders.remove();
  });

  const examine = async (): Promise<{ code: number; checks: Check[] }> => {
    const { code, stdout } = await twl(['doctor', '--json'], env);
    return { code, checks: (JSON.parse(stdout) as { checks: Check[] }).checks };
  };
  const inData = (name: string): string => join(env['DATA_DIR']!, name);
  const inSource = (name: string, text: string): void => writeFileSync(join(env['SOURCES_DIR']!, 'posts', name), text);
  const settings = 'schedule: { cron: "0 0 29 2 *" }\nallowHttp: true\nallowPrivateAddresses: true\n';

  it('finds nothing that fails on a machine that is well, and says what it looked at', async () => {
    const { code, checks } = await examine();
    expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(code).toBe(0);
    for (const name of ['node', 'settings', 'port', 'data folder', 'disk', 'clock', 'storage', 'sources', 'secrets'])
      expect(checks.map((check) => check.name)).toContain(name);
    expect((await twl(['doctor'], env)).stdout).toMatch(/^ok +node +Node 2\d/);
  });

  const database = (sql: string) => async (): Promise<void> => {
    await twl(['runs', 'list'], env);
    const db = new DatabaseSync(inData('twl.db'));
    db.exec(sql);
    db.close();
  };

  const leadNowhere = (): void => {
    env['DATA_DIR'] = join(folders.create(), 'data');
    symlinkSync('/no/where/at/all', env['DATA_DIR']);
  };

  it.each<[what: string, breaks: () => void | Promise<void>, name: string, detail: RegExp, mend: RegExp]>([
    ['a setting that is none', () => void (env['PORT'] = 'http'), 'settings', /PORT/, /environment variable/],
    [
      'a folder of sources that is not there',
      () => void (env['SOURCES_DIR'] = '/no/where'),
      'settings',
      /SOURCES_DIR/,
      /environment variable/,
    ],
    [
      'a data folder that is a file',
      () => void (env['DATA_DIR'] = __filename),
      'settings',
      /DATA_DIR.*not a folder/,
      /environment variable/,
    ],
    ['a data folder that cannot be made', leadNowhere, 'data folder', /cannot be written/, /DATA_DIR/],
    [
      'a port that another program has',
      () => void (env['PORT'] = String((server.address() as AddressInfo).port)),
      'port',
      /cannot be used/,
      /set PORT/,
    ],
    ['a damaged database', () => writeFileSync(inData('twl.db'), 'x'.repeat(9000)), 'storage', /damaged|not a database/, /twl restore/],
    ['a database of a newer version', database('PRAGMA user_version = 999'), 'storage', /newer version/, /twl restore/],
    [
      'a clock that was ahead',
      async () => {
        await twl(['run', 'posts'], env);
        await database("UPDATE runs SET started_at = '2999-01-01T00:00:00.000Z'")();
      },
      'clock',
      /began at 2999/,
      /set the clock/,
    ],
    ['a raw zone that is a file', () => writeFileSync(inData('raw'), 'in the way'), 'storage', /raw/, /./],
    ['a source with a wrong file', () => inSource('source.yaml', `${settings}scedule: 1\n`), 'sources', /source\.yaml:4:1/, /source check/],
    [
      'a secret that is not set',
      () => inSource('source.yaml', `${settings}config: { base_url: { secret: SHOP_TOKEN } }\n`),
      'secrets',
      /TWL_SECRET_SHOP_TOKEN/,
      /TWL_SECRETS_FILE/,
    ],
    [
      'a file of secrets that others can read',
      () => {
        env['TWL_SECRETS_FILE'] = inData('secrets');
        writeFileSync(inData('secrets'), 'A=b\n', { mode: 0o644 });
      },
      'secrets',
      /readable by other users/,
      /correct the file/,
    ],
    [
      'AWS that does not answer',
      () =>
        void Object.assign(env, {
          ...{ ENGINE: 'aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1' },
          ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', TWL_TABLE: 't', TWL_BUCKET: 'b' },
        }),
      'storage',
      /./,
      /./,
    ],
  ])('finds %s, with what to do', async (_, breaks, ...[name, detail, mend]) => {
    await breaks();
    const { code, checks } = await examine();
    const found = checks.find((check) => check.name === name && check.state === 'fail');
    expect({ code, checks, found }).toMatchObject({
      code: 1,
      found: { detail: expect.stringMatching(detail), advice: expect.stringMatching(mend) },
    });
  });

  it('warns where there is no source', async () => {
    env['SOURCES_DIR'] = folders.create();
    mkdirSync(join(env['SOURCES_DIR'], '.hidden'));
    const { code, checks } = await examine();
    expect(code).toBe(0);
    expect(checks.find(({ name }) => name === 'sources')).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('twl source add'),
    });
  });
});
