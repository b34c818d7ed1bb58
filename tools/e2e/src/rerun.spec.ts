import type { CuratedRecord, RecordVersion, Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { waitFor } from './product/wait-for';
import { rawObjects } from './product/written-files';

jest.setTimeout(120_000);

const source = 'jsonplaceholder';

describe('running a source again', () => {
  const folders = new TempFolders();
  const dataDir = folders.create();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let product: Product;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    copySource(sourcesDir, source, { address: simulator.url });
    product = await new Product({ dataDir, sourcesDir }).start();
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  it('begins with every record new', async () => {
    const [run] = await product.api.settled(source);
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'schedule', counts: { fetched: 100, new: 100 } });
    expect(await product.api.records()).toHaveLength(100);
  });

  it('writes nothing when nothing changed, and says so', async () => {
    const [records, raw] = [await product.api.records(), rawObjects(dataDir)];
    const run = await product.api.run(source);
    expect(run).toMatchObject({
      state: 'not_modified',
      trigger: 'manual',
      pages: 0,
      bytes: 0,
      counts: { fetched: 100, unchanged: 100, new: 0 },
    });
    expect(await product.api.records()).toEqual(records);
    expect(rawObjects(dataDir)).toEqual(raw);
  });

  it('sees the one post that changed, and keeps what it was', async () => {
    const before = simulator.posts.get(42)!;
    simulator.posts.edit(42, { title: 'edited upstream' });
    expect(await product.api.run(source)).toMatchObject({
      state: 'succeeded',
      counts: { fetched: 100, unchanged: 99, changed: 1, new: 0 },
    });
    const id = `${source}.posts.42`;
    expect(await product.api.get<CuratedRecord>(`/records/${id}`)).toMatchObject({
      version: 2,
      data: { ...before, title: 'edited upstream' },
    });
    const versions = await product.api.all<RecordVersion>(`/records/${id}/versions`);
    expect(versions.map(({ version, data, validTo }) => [version, data['title'], validTo === null])).toEqual([
      [2, 'edited upstream', true],
      [1, before.title, false],
    ]);
    const [first, ...others] = await product.api.records();
    expect(first!.id).toBe(id);
    expect(others.every(({ version }) => version === 1)).toBe(true);
  });

  it('gives the raw page a record came from, as it was sent', async () => {
    const { text } = await product.api.ask(`/records/${source}.posts.42/raw`);
    expect(text).toContain('edited upstream');
  });

  it('knows a content that comes back as a change', async () => {
    const { title } = (await product.api.all<RecordVersion>(`/records/${source}.posts.42/versions`))[1]!;
    simulator.posts.edit(42, { title });
    expect(await product.api.run(source)).toMatchObject({ counts: { changed: 1, unchanged: 99 } });
    expect(await product.api.get<CuratedRecord>(`/records/${source}.posts.42`)).toMatchObject({ version: 3, title });
  });

  it('sees posts that were added, and keeps those that were removed', async () => {
    const { id } = simulator.posts.add({ title: 'brand new' });
    simulator.posts.remove(7);
    expect(await product.api.run(source)).toMatchObject({ counts: { fetched: 100, new: 1, unchanged: 99 } });
    const keys = (await product.api.records()).map(({ key }) => key);
    expect(keys).toHaveLength(101);
    expect(keys).toEqual(expect.arrayContaining(['7', String(id)]));
  });

  it('makes one run of two requests at once', async () => {
    simulator.faults.set('/jsonplaceholder/posts', { kind: 'slow', delayMs: 1_000, count: 1 });
    const [first, second] = await Promise.all([product.api.run(source), product.api.run(source)]);
    expect(first).toMatchObject({ state: 'not_modified' });
    expect(second.id).toBe(first.id);
  });

  it('skips a run of another process while one of the stream goes on, and says so', async () => {
    simulator.faults.set('/jsonplaceholder/posts', { kind: 'slow', delayMs: 10_000, count: 1 });
    const slow = product.api.run(source);
    await waitFor('the run goes on', async () => (await product.api.runs({ source })).some(({ state }) => state === 'running'));
    const { stdout } = await twl(['run', source, '--json'], { DATA_DIR: dataDir, SOURCES_DIR: sourcesDir, SIMULATOR: 'off' });
    expect((JSON.parse(stdout) as { runs: Run[] }).runs).toMatchObject([{ state: 'skipped_overlap' }]);
    expect(await slow).toMatchObject({ state: 'not_modified' });
  });
});
