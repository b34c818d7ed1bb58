import type { Analytics, SourceStatus } from '@twl/contracts';
import { freePort } from './product/free-port';
import { Api } from './product/api';
import { residentMegabytes, within } from './product/machine';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { waitFor } from './product/wait-for';

jest.setTimeout(120_000);

describe('the whole system, with the shipped sources and the simulator', () => {
  const folders = new TempFolders();
  let product: Product;
  let simulator: Api;
  let startedAt = 0;

  beforeAll(async () => {
    const simulatorPort = await freePort();
    simulator = new Api(`http://127.0.0.1:${String(simulatorPort)}`);
    product = new Product({ dataDir: folders.create(), env: { SIMULATOR: 'on', SIMULATOR_PORT: String(simulatorPort) } });
    startedAt = Date.now();
    await product.start();
  });
  afterAll(async () => {
    await product.stop();
    await folders.remove();
  });

  it('shows the data of both sources within 10 s of its start', async () => {
    const sources = await waitFor('both sources have records', async () => {
      const items = await product.api.all<SourceStatus>('/sources');
      return items.length >= 2 && items.every(({ records, freshness }) => records > 0 && freshness === 'fresh') && items;
    });
    expect(Date.now() - startedAt).toBeLessThan(within(10_000));
    expect(sources.map(({ name }) => name)).toEqual(expect.arrayContaining(['jsonplaceholder', 'randomuser']));
    expect(sources.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('has exactly what the source has', async () => {
    await waitFor('records and posts are the same', async () => {
      const posts = JSON.parse((await simulator.ask('/jsonplaceholder/posts')).text) as { id: number }[];
      const records = await product.api.records({ source: 'jsonplaceholder' });
      const byKey = new Map(records.map(({ key, data }) => [key, data]));
      if (byKey.size === records.length && posts.length === records.length) {
        expect(posts.map(({ id }) => byKey.get(String(id)))).toEqual(posts);
        return true;
      }
      // The simulator may have added a post since.
      await product.api.run('jsonplaceholder');
      return false;
    });
  });

  it('adds up: runs balance, analytics equal a recount', async () => {
    const runs = await product.api.settled();
    const records = await product.api.records();
    const analytics = await product.api.get<Analytics>('/analytics');
    expect(analytics.totals.records).toBe(records.length);
    expect(analytics.totals.runs).toBe(runs.length);
    for (const { source, ...sums } of analytics.bySource) {
      const ofSource = runs.filter((run) => run.source === source);
      expect(sums.records).toBe(records.filter((record) => record.source === source).length);
      expect(sums.new).toBe(ofSource.reduce((sum, { counts }) => sum + counts.new, 0));
      expect(sums.changed).toBe(ofSource.reduce((sum, { counts }) => sum + counts.changed, 0));
    }
  });

  it('answers health, the API document and the dashboard', async () => {
    expect((await product.api.ask('/health/live')).status).toBe(200);
    expect(JSON.parse((await product.api.ask('/openapi.json')).text)).toHaveProperty('openapi');
    expect((await product.api.ask('/docs')).status).toBeLessThan(400);
    const page = await new Api(product.url).ask('/');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<twl-root')]);
  });

  it('refuses what it does not know, as a problem without a stack', async () => {
    const answer = await product.api.ask('/records?colour=red');
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({ status: 400, code: expect.any(String) as string });
    expect((await product.api.ask('/records/no.such.record')).status).toBe(404);
    expect((await product.api.ask('/sources/nowhere/runs', { method: 'POST' })).status).toBe(404);
    expect(answer.text).not.toMatch(/\bat .*\.(ts|cjs):\d+/);
  });

  it('is one process of less than 350 MB', async () => {
    await product.api.settled();
    expect(residentMegabytes(product.pid) ?? 0).toBeLessThan(350);
  });

  it('keeps its data over a restart, ready within 10 s, and ends cleanly on Ctrl-C', async () => {
    await product.api.settled();
    const before = await product.api.records();
    expect(await product.stop()).toBe(0);
    const again = Date.now();
    await product.start();
    expect(Date.now() - again).toBeLessThan(within(10_000));
    const after = new Set((await product.api.records()).map(({ id }) => id));
    expect(before.map(({ id }) => id).filter((id) => !after.has(id))).toEqual([]);
  });
});
