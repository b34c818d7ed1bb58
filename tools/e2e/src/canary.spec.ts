import type { CuratedRecord, Failure, Run } from '@twl/contracts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { filesWith } from './product/written-files';
import { givenOut, startEchoServer, type EchoServer } from './secrets/echo-server';
import { secrets, writeBrokenSource, writeSecretSource } from './secrets/secret-source';
import { spellingsOf } from './secrets/spellings';

jest.setTimeout(300_000);

const forbidden = [...Object.values(secrets), ...Object.values(givenOut)].flatMap(spellingsOf);

/** The forbidden texts that stand somewhere, with what stands around them. */
const leaks = (text: string): string[] =>
  forbidden
    .filter((each) => text.includes(each))
    .map((each) => `${each} in ${text.slice(Math.max(0, text.indexOf(each) - 60)).slice(0, 160)}`);

describe('a secret that a source sends', () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir] = [folders.create(), folders.create()];
  const own = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`TWL_SECRET_${name}`, value]));
  let server: EchoServer;
  let product: Product;

  beforeAll(async () => {
    server = await startEchoServer();
    for (const name of ['good', 'bad'] as const) writeSecretSource(sourcesDir, name, server.url);
    writeBrokenSource(sourcesDir, server.url);
    product = await new Product({ dataDir, sourcesDir, env: { ...own, LOG_LEVEL: 'trace' } }).start();
    await product.api.settled('good', 120_000);
    await product.api.settled('bad', 120_000);
  });
  afterAll(async () => {
    await product.stop();
    server.close();
    await folders.remove();
  });

  it('was sent: in header, query, body, path, for a token, for one that changes, for a session, in a signature', () => {
    const heard = server.heard.join('\n');
    const sent = Object.entries(secrets).filter(([name]) => name !== 'REFRESH' && name !== 'JWT');
    for (const [name, value] of sent) expect([name, spellingsOf(value).some((each) => heard.includes(each))]).toEqual([name, true]);
    for (const token of Object.values(givenOut))
      expect([token, spellingsOf(token).some((each) => heard.includes(each))]).toEqual([token, true]);
  });

  it('is written over in each record that repeats it, and the page whose address holds it was read', async () => {
    const records = await product.api.records({ source: 'good' });
    expect(records.map(({ key }) => key)).toEqual(expect.arrayContaining(['paged', 'paged 2', 'header', 'oauth', 'session', 'jwt']));
    for (const { data } of records) {
      const spelled = (data['spelled'] as string[][]).flat();
      expect(spelled.length).toBeGreaterThan(200);
      expect(spelled.filter((each) => !each.includes('***'))).toEqual([]);
      expect([data['told'], data['told64']].filter((each) => leaks(String(each)).length > 0)).toEqual([]);
    }
  });

  it('stands in no answer of the API', async () => {
    const { api } = product;
    const runs = await api.runs();
    const states = (source: string) => [...new Set(runs.filter((run: Run) => run.source === source).map(({ state }) => state))];
    expect([states('good'), states('bad')]).toEqual([['partial'], ['failed']]);
    const [record] = (await api.records()) as [CuratedRecord];
    const [failure] = (await api.failures()) as [Failure];
    const id = encodeURIComponent(record.id);
    const paths = [
      ...['/records', `/records/${id}`, `/records/${id}/raw`, `/records/${id}/versions`, '/analytics', '/sources', '/sources/good'],
      ...['/sources/bad', '/sources/broken', '/runs', '/failures', `/failures/${failure.id}`, '/audit', '/health/ready', '/health/live'],
      ...runs.map((run) => `/runs/${encodeURIComponent(run.id)}`),
      ...['/sources/c4n4ry', '/records?q=x&wrong=1'],
    ];
    for (const path of paths) expect([path, leaks((await api.ask(path)).text)]).toEqual([path, []]);
    for (const path of ['/sources/broken/runs', `/failures/${failure.id}/redrive`, '/sources/good/replays'])
      expect([path, leaks((await api.ask(path, { method: 'POST' })).text)]).toEqual([path, []]);
  });

  it.each([
    ['source', 'check'],
    ['source', 'check', '--json'],
    ['source', 'preview', 'good'],
    ['source', 'preview', 'good', '--json'],
    ['source', 'preview', 'bad'],
    ['source', 'preview', 'broken'],
    ['source', 'read', 'good'],
    ['source', 'read', 'bad'],
    ['source', 'record', 'good'],
    ['source', 'record', 'bad'],
    ['source', 'test'],
    ['run', 'good', '--json'],
    ['run', 'bad'],
    ['run', 'broken'],
    ['state', 'show', 'good', '--json'],
    ['failures', 'list', '--json'],
    ['replay', '--source', 'good', '--dry-run'],
    ['export', '--canonical'],
    ['audit', '--json'],
  ])('stands in nothing that twl prints: %s %s %s %s', async (...args: (string | undefined)[]) => {
    const command = args.filter((arg) => arg !== undefined);
    const { stdout, stderr } = await twl(command, {
      ...own,
      DATA_DIR: dataDir,
      SOURCES_DIR: sourcesDir,
      SIMULATOR: 'off',
      LOG_LEVEL: 'trace',
    });
    expect(stdout + stderr).not.toBe('');
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  it('stands in no file: raw objects and their metadata, the store, the log, fixtures', () => {
    expect(readdirSync(join(sourcesDir, 'good'))).toContain('fixtures');
    // The vault keeps what a source must not lose, for its owner alone.
    const written = [dataDir, sourcesDir].flatMap((folder) => filesWith(folder, forbidden)).filter((line) => !line.startsWith('tokens/'));
    expect(written).toEqual([]);
    expect(leaks(product.output)).toEqual([]);
  });
});
