import type { Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(120_000);

const source = 'jsonplaceholder';
const id = (n: number) => `/records/${source}.posts.${String(n)}`;

describe('posts that are no longer listed', () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir] = [folders.create(), folders.create()];
  const env = { DATA_DIR: dataDir, SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
  let simulator: Simulator;
  let product: Product;
  let asking: Run;

  const removePosts = (from: number, to: number) => {
    for (let n = from; n <= to; n++) simulator.posts.remove(n);
  };
  const exported = async () => (await twl(['export', '--canonical', '--deleted'], env)).stdout;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    const settings = { streams: { posts: { title: '{{ record.title }}', deletions: 'snapshot' } } };
    copySource(sourcesDir, source, { address: simulator.url, settings });
    product = await new Product({ dataDir, sourcesDir }).start();
    await product.api.settled(source);
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  it('are deleted, and gone from lists and sums', async () => {
    removePosts(1, 3);
    const run = await product.api.run(source);
    expect(run).toMatchObject({ state: 'succeeded', counts: { fetched: 97, unchanged: 97, deleted: 3 } });
    expect(run.deletions).toMatchObject({ state: 'deleted', missing: 3, of: 100 });
    expect(await product.api.records()).toHaveLength(97);
    expect((await product.api.records({ deleted: 'only' })).map(({ key }) => key).sort()).toEqual(['1', '2', '3']);
    expect(await product.api.get('/analytics')).toMatchObject({ totals: { records: 97 } });
    expect((await product.api.ask(id(2))).status).toBe(410);
    expect(await product.api.get(`${id(2)}?deleted=include`)).toMatchObject({ version: 2, deletedAt: expect.any(String) });
  });

  it('are asked about when they are many', async () => {
    removePosts(10, 60);
    asking = await product.api.run(source);
    expect(asking).toMatchObject({ state: 'suspect', deletions: { state: 'pending', missing: 51, of: 97 } });
    expect(await product.api.records()).toHaveLength(97);
  });

  it('are deleted by command, while the product runs', async () => {
    const { code, stdout } = await twl(['deletions', 'confirm', asking.id, '--why', 'sold'], env);
    expect([code, stdout]).toEqual([0, expect.stringContaining('51 of 97 records were deleted')]);
    expect(await product.api.records()).toHaveLength(46);
  });

  it('come back when that is undone, whatever is killed', async () => {
    const { status } = await product.api.ask(`/runs/${encodeURIComponent(asking.id)}/deletions/undo`, { method: 'POST' });
    expect(status).toBe(202);
    await product.kill();
    await product.start();
    expect(await product.api.over(asking.id)).toMatchObject({ state: 'succeeded', counts: { deleted: 0 }, deletions: { state: 'undone' } });
    expect(await product.api.records()).toHaveLength(97);
  });

  it('are the same after a replay from raw alone', async () => {
    const before = await exported();
    expect((await twl(['replay', '--source', source], env)).code).toBe(0);
    expect(await exported()).toBe(before);
    expect(before.match(/"deletedAt"/g)).toHaveLength(3);
  });
});
