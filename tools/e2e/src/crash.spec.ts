import { isBalanced, type CuratedRecord, type RecordVersion, type Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { setTimeout as sleep } from 'node:timers/promises';
import { Product } from './product/product';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(300_000);

const source = 'posts';
const crashes = 8;
const endpoint = '/jsonplaceholder/posts';

describe('the product, killed in the middle of its runs', () => {
  const folders = new TempFolders();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let product: Product;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    while (simulator.posts.all().length < 1_000) simulator.posts.add();
    simulator.faults.set(endpoint, { kind: 'slow', delayMs: 10 });
    writePostsSource(sourcesDir, source, { address: simulator.url, pageSize: 25 });
    product = new Product({ dataDir: folders.create(), sourcesDir });
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  const changeSome = (round: number): void => {
    for (let id = round; id <= 1_000; id += 37) simulator.posts.edit(id, { title: `edited in round ${String(round)}` });
    simulator.posts.add();
  };

  /** Begins a run and kills the product at some moment of it. */
  const crash = async (round: number): Promise<void> => {
    changeSome(round);
    await product.start();
    void product.api.ask(`/sources/${source}/runs`, { method: 'POST' }).catch(() => undefined);
    await sleep(Math.random() * 1_200);
    await product.kill();
  };

  it('loses nothing and has nothing twice', async () => {
    for (let round = 1; round <= crashes; round++) await crash(round);
    await product.start();
    await product.api.settled(source);
    const last = await product.api.run(source);
    expect(['succeeded', 'not_modified']).toContain(last.state);

    const records = await product.api.records({ source });
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    const data = new Map(records.map((record) => [Number(record.key), record.data]));
    expect(simulator.posts.all().map((post) => data.get(post.id))).toEqual(simulator.posts.all());
    expect(data.size).toBe(simulator.posts.all().length);
  });

  it('has every run closed and its books balanced', async () => {
    const runs = await product.api.runs({ source });
    expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
    expect(runs.filter(({ counts }) => !isBalanced(counts))).toEqual([]);
    expect(runs.length).toBeGreaterThanOrEqual(crashes);
    const unexplained = runs.filter(({ state, reason }) => state === 'failed' && !reason);
    expect(unexplained).toEqual([]);
    expect(new Set(runs.map(({ seq }) => seq)).size).toBe(runs.length);
  });

  it('counted each record and each change exactly once', async () => {
    const sum = (runs: Run[], outcome: 'new' | 'changed'): number => runs.reduce((total, { counts }) => total + counts[outcome], 0);
    const runs = await product.api.runs({ source });
    const records = await product.api.records({ source });
    expect(sum(runs, 'new')).toBe(records.length);
    expect(sum(runs, 'changed')).toBe(records.reduce((total, { version }) => total + version - 1, 0));
  });

  it('has whole histories', async () => {
    const changed = (await product.api.records({ source })).filter(({ version }) => version > 1);
    for (const { id, version } of changed.slice(0, 30)) {
      const versions = await product.api.all<RecordVersion>(`/records/${id}/versions`);
      expect(versions.map((each) => each.version)).toEqual(Array.from({ length: version }, (_, index) => version - index));
      expect(new Set(versions.map(({ fingerprint }) => fingerprint)).size).toBe(version);
      expect(versions[0]!.data).toEqual((await product.api.get<CuratedRecord>(`/records/${id}`)).data);
    }
  });
});
