import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from './product/posts-source';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { waitFor } from './product/wait-for';

jest.setTimeout(180_000);

describe('a backup of a product that runs', () => {
  const folders = new TempFolders();
  const [sourcesDir, dataDir, backup] = [folders.create(), folders.create(), folders.create()];
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

  interface BackupView {
    counts: { records: number };
    copied: { objects: number };
  }
  const backUp = async (): Promise<BackupView> => {
    const { code, stdout, stderr } = await twl(['backup', backup, '--json'], env);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as BackupView;
  };
  const restore = async (): Promise<Record<string, string>> => {
    const elsewhere = { ...env, DATA_DIR: `${folders.create()}/restored` };
    const { code, stderr } = await twl(['restore', backup, '--yes'], elsewhere);
    expect([code, stderr]).toEqual([0, '']);
    return elsewhere;
  };
  const canonical = async (at: Record<string, string>): Promise<string> => (await twl(['export', '--canonical'], at)).stdout;

  it('is consistent while pages are written, and whole where it is restored', async () => {
    await waitFor('some pages are applied', async () => (await product.api.records()).length >= 100);
    const { counts } = await backUp();
    expect(counts.records).toBeGreaterThanOrEqual(100);
    const elsewhere = await restore();
    expect(await twl(['verify'], elsewhere)).toMatchObject({ code: 0, stdout: expect.stringContaining('no problems found') });
    const lines = (await canonical(elsewhere)).trim().split('\n');
    expect(lines).toHaveLength(counts.records);
  });

  it('that is renewed copies what is new, and its canonical export is the same byte by byte', async () => {
    await product.stop();
    const { copied } = await backUp();
    expect(copied.objects).toBeGreaterThan(0);
    expect((await backUp()).copied.objects).toBe(0);
    const expected = await canonical(env);
    expect(expected).not.toBe('');
    expect(await canonical(await restore())).toBe(expected);
  });
});
