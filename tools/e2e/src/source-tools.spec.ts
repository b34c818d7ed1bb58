import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { OrdersApi, ordersManifest } from './product/orders-api';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { rawObjects } from './product/written-files';

jest.setTimeout(180_000);

const key = 'c4n4ry-0f-orders';
const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');

interface Tested {
  sources: { source: string; cases: { stream: string | null; name: string; state: string; why: string }[] }[];
}
const casesOf = (stdout: string): Record<string, string> =>
  Object.fromEntries((JSON.parse(stdout) as Tested).sources.flatMap(({ cases }) => cases.map(({ name, state }) => [name, state])));

describe('the tools around a source', () => {
  const folders = new TempFolders();
  const api = new OrdersApi(key);
  let address: string;
  let sourcesDir: string;
  let env: Record<string, string>;

  beforeAll(async () => void (address = await api.start()));
  beforeEach(() => {
    sourcesDir = join(folders.create());
    env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir };
  });
  afterAll(async () => {
    await api.stop();
    await folders.remove();
  });

  it('take a new source from nothing to a tested one, without a network', async () => {
    const added = await twl(['source', 'add', 'todos'], env);
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('ok  todos: posts');
    expect(parse(readFileSync(join(sourcesDir, 'todos', 'source.yaml'), 'utf8'))).toMatchObject({ enabled: false });
    expect(added.stdout).toContain('enabled: true');
    const preview = await twl(['source', 'preview', 'todos', '-n', '1'], env);
    expect(preview.code).toBe(0);
    expect(preview.stdout).toMatch(/GET http:\S+\/jsonplaceholder\/posts\?_page=1&_limit=50 -> 200/);
    expect(preview.stdout).toMatch(/userId +integer +always/);
    expect((await twl(['source', 'record', 'todos'], env)).code).toBe(0);
    const tested = await twl(['source', 'test', 'todos', '--json'], { ...env, SIMULATOR: 'off' });
    expect(casesOf(tested.stdout)).toMatchObject({
      check: 'pass',
      read: 'pass',
      repeat: 'pass',
      key: 'pass',
      schema: 'pass',
      future: 'skip',
    });
    expect(tested.code).toBe(0);
  });

  describe('with a manifest from somewhere', () => {
    const file = (): string => join(env['DATA_DIR']!, 'orders.yaml');
    const folder = (): string => join(sourcesDir, 'orders');
    const add = async () => {
      writeFileSync(file(), ordersManifest);
      return twl(['source', 'add', 'orders', '--from', file()], env);
    };
    const fillIn = (): void => {
      const path = join(folder(), 'source.yaml');
      const settings = parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
      settings['config']!['base_url'] = address;
      writeFileSync(
        path,
        stringify({ ...settings, allowHttp: true, allowPrivateAddresses: true, streams: { orders: { redact: ['buyer'] } } }),
      );
    };
    const secret = { TWL_SECRET_ORDERS_API_KEY: key };

    it('write the folder around it, and name what is still to be filled in', async () => {
      const { code, stdout } = await add();
      expect(code).toBe(1);
      expect(readFileSync(join(folder(), 'manifest.yaml'), 'utf8')).toBe(ordersManifest);
      const { config, streams } = parse(readFileSync(join(folder(), 'source.yaml'), 'utf8')) as Record<string, unknown>;
      expect([config, streams]).toEqual([{ base_url: null, api_key: { secret: 'ORDERS_API_KEY' } }, { orders: {} }]);
      expect(stdout).toMatch(/orders.source\.yaml:\d+:\d+ config\.base_url: has no value yet/);
      expect(stdout).toContain('TWL_SECRET_ORDERS_API_KEY');
    });

    it('touch nothing that is there, and take no name that is none', async () => {
      await add();
      const before = everything(sourcesDir);
      expect((await add()).code).toBe(2);
      for (const name of ['../x', 'A', '.x', 'a/b', '']) expect((await twl(['source', 'add', name], env)).code).toBe(2);
      writeFileSync(file(), 'version: "6\nstreams: [');
      const torn = await twl(['source', 'add', 'torn', '--from', file()], env);
      expect([torn.code, torn.stderr]).toEqual([2, expect.stringMatching(/nothing was written[^]*orders\.yaml:\d+:\d+ not valid YAML/)]);
      expect(everything(sourcesDir)).toBe(before);
      expect(readdirSync(sourcesDir)).toEqual(['orders']);
    });

    it('record without secrets and redacted fields, and test with the network off', async () => {
      await add();
      fillIn();
      const preview = await twl(['source', 'preview', 'orders'], { ...env, ...secret });
      expect(preview.stdout).toContain(`GET ${address}/orders?since=2026-01-01 -> 200`);
      const recorded = await twl(['source', 'record', 'orders'], { ...env, ...secret });
      expect([recorded.code, recorded.stderr]).toEqual([0, '']);
      const kept = everything(join(folder(), 'fixtures'));
      for (const gone of [key, 'example.test']) expect(kept + preview.stdout + recorded.stdout).not.toContain(gone);
      const { asked } = api;
      const { code, stdout } = await twl(['source', 'test', 'orders', '--json'], env);
      expect(casesOf(stdout)).toEqual({
        check: 'pass',
        read: 'pass',
        repeat: 'pass',
        boundary: 'pass',
        future: 'pass',
        key: 'pass',
        schema: 'pass',
      });
      expect([code, api.asked]).toEqual([0, asked]);
      expect(rawObjects(env['DATA_DIR']!)).toEqual([]);
    });

    it('say which request is not among the fixtures', async () => {
      await add();
      fillIn();
      await twl(['source', 'record', 'orders'], { ...env, ...secret });
      const manifest = join(folder(), 'manifest.yaml');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('path: /orders', 'path: /bills'));
      const { code, stdout } = await twl(['source', 'test', 'orders'], env);
      expect(code).toBe(1);
      expect(stdout).toContain(`fail  orders.orders  read: GET ${address}/bills?since=2026-01-01 is not among the fixtures`);
    });

    it('show, set and clear where the next run goes on, and write down who did it', async () => {
      await add();
      fillIn();
      const run = () => twl(['run', 'orders', '--json'], { ...env, ...secret });
      expect((await run()).stdout).toContain('"fetched": 3');
      const cursorOf = async (): Promise<unknown> => {
        const { stdout } = await twl(['state', 'show', 'orders', '--json'], { ...env, ...secret });
        return (JSON.parse(stdout) as { streams: { cursor: unknown }[] }).streams[0]!.cursor;
      };
      expect(await cursorOf()).toEqual({ day: '2026-01-02' });
      const wrong = await twl(['state', 'set', 'orders', 'orders', '{"day":"soon"}'], { ...env, ...secret });
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('orders.orders cannot resume from this')]);
      const late = await twl(['state', 'set', 'orders', 'orders', '{"day":"2027-01-01"}', '--revision', 'old'], { ...env, ...secret });
      expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('was changed in the meantime')]);
      expect((await twl(['state', 'set', 'orders', 'orders', '{"day":"2026-01-01"}', '--why', 'again'], { ...env, ...secret })).code).toBe(
        0,
      );
      expect((await run()).stdout).toContain('"unchanged": 3');
      expect((await twl(['state', 'clear', 'orders'], { ...env, ...secret })).code).toBe(0);
      expect(await cursorOf()).toBeNull();
      const audit = await twl(['audit', '--json'], { ...env, ...secret });
      const { entries } = JSON.parse(audit.stdout) as { entries: { action: string; result: string }[] };
      const begun = entries.filter(({ result }) => result === 'begun').map(({ action }) => action);
      expect(begun).toEqual(['clear-state', 'set-state', 'set-state']);
      expect(entries.filter(({ result }) => result !== 'begun').map(({ action }) => action)).toEqual(begun);
    });
  });

  it('pass the shipped sources', async () => {
    const { code, stdout } = await twl(['source', 'test'], { DATA_DIR: env['DATA_DIR']! });
    expect(stdout).toContain('pass  jsonplaceholder.posts  read');
    expect(stdout).toContain('pass  randomuser.users  read');
    expect(code).toBe(0);
  });

  it('prove nothing where there are no fixtures', async () => {
    await twl(['source', 'add', 'todos'], env);
    const { code, stderr } = await twl(['source', 'test', 'todos'], env);
    expect([code, stderr]).toEqual([2, 'todos has no fixtures; record some with: twl source record todos\n']);
    expect(existsSync(join(sourcesDir, 'todos', 'fixtures'))).toBe(false);
  });
});
