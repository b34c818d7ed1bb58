import { isBalanced } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { waitFor } from './product/wait-for';

jest.setTimeout(120_000);

describe('stopping the product in the middle of a run', () => {
  const folders = new TempFolders();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let product: Product;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    simulator.faults.set('/jsonplaceholder/posts', { kind: 'endless', mode: 'new' });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url });
    product = await new Product({ dataDir: folders.create(), sourcesDir }).start();
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  it('ends within seconds, with the run closed and its books balanced, and what was stored is there', async () => {
    await waitFor('some pages are applied', async () => (await product.api.records()).length >= 100);
    const begun = Date.now();
    expect(await product.stop()).toBe(0);
    expect(Date.now() - begun).toBeLessThan(10_000);

    simulator.faults.clear();
    await product.start();
    const runs = await product.api.settled('posts');
    const first = runs.at(-1)!;
    expect(['cancelled', 'failed']).toContain(first.state);
    expect(first.reason).toBeTruthy();
    expect(isBalanced(first.counts)).toBe(true);
    expect(first.counts.new).toBeGreaterThanOrEqual(100);
    expect(first.pages * 20).toBe(first.counts.fetched);
    expect((await product.api.records()).length).toBe(runs.reduce((sum, { counts }) => sum + counts.new, 0));
  });
});
