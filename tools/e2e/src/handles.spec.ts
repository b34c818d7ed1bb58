import { isBalanced, type Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from './product/posts-source';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { waitFor } from './product/wait-for';

jest.setTimeout(180_000);

describe('the handles of an operator, on a product that runs', () => {
  const folders = new TempFolders();
  const [sourcesDir, dataDir] = [folders.create(), folders.create()];
  const env = { DATA_DIR: dataDir, SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
  let simulator: Simulator;
  let product: Product;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    simulator.faults.set('/jsonplaceholder/posts', { kind: 'endless', mode: 'new' });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url });
    product = await new Product({ dataDir, sourcesDir }).start();
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  const runs = async (): Promise<Run[]> => (JSON.parse((await twl(['runs', 'list', '--json'], env)).stdout) as { runs: Run[] }).runs;

  it('cancel a run that never ends, which keeps what it has, with counts that add up', async () => {
    await waitFor('some pages are applied', async () => (await product.api.records()).length >= 100);
    const [{ id }] = (await runs()) as [Run];
    const unasked = await twl(['runs', 'cancel', id], env);
    expect(unasked).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('use --yes, or --dry-run') });
    const dry = await twl(['runs', 'cancel', id, '--dry-run'], env);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('would be asked to end') });
    const done = await twl(['runs', 'cancel', id, '--yes', '--why', 'it never ends'], env);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('is asked to end') });
    const [ended] = (await product.api.settled('posts')) as [Run];
    expect(ended).toMatchObject({
      state: 'cancelled',
      reason: expect.stringContaining('it never ends'),
      cancellation: { why: 'it never ends' },
    });
    expect(isBalanced(ended.counts)).toBe(true);
    expect(ended.counts.new).toBeGreaterThanOrEqual(100);
    expect((await product.api.records()).length).toBe(ended.counts.new);
    expect(await twl(['runs', 'cancel', id, '--yes'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('was cancelled before'),
    });
  });

  it('pause a source, which is still run by hand, and resume it', async () => {
    simulator.faults.clear();
    expect(await twl(['sources', 'pause', 'posts', '--why', 'a move'], env)).toMatchObject({ code: 0, stdout: 'posts  paused\n' });
    const status = await twl(['status'], env);
    expect(status.stdout).toMatch(/^posts +paused by \S+ /m);
    expect((await twl(['run', 'posts'], env)).code).toBe(0);
    expect(await twl(['sources', 'resume', 'posts'], env)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^posts {2}resumed/) });
    const audit = await twl(['audit'], env);
    for (const action of ['cancel', 'pause', 'resume']) expect(audit.stdout).toContain(` ${action} `);
  });
});
