import type { Run, SourceStatus } from '@twl/contracts';
import { startSimulator, type FaultSetting, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { writePostsSource, type PostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { rawObjects } from './product/written-files';

jest.setTimeout(120_000);

const endpoint = '/jsonplaceholder/posts';

describe('a source that misbehaves (faults 20 to 27, 29 and 32)', () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir] = [folders.create(), folders.create()];
  let simulator: Simulator;
  let product: Product;
  let sources = 0;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    product = await new Product({ dataDir, sourcesDir }).start();
  });
  afterEach(() => simulator.faults.clear());
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  /** The first run of a new source that meets the fault, and what it left. */
  const firstRun = async (fault: FaultSetting, options: Partial<PostsSource> = {}) => {
    simulator.faults.set(endpoint, fault);
    const source = `posts-${String(++sources)}`;
    writePostsSource(sourcesDir, source, { address: simulator.url, ...options });
    const [run] = await product.api.settled(source);
    return { source, run: run as Run, records: await product.api.records({ source }), failures: await product.api.failures({ source }) };
  };

  const complete = { state: 'succeeded', pages: 6, counts: { fetched: 100, new: 100, quarantined: 0 } };

  it.each<[string, FaultSetting]>([
    ['429 that says when to come back', { kind: 'rate_limit', retryAfter: 1, count: 2 }],
    ['429 that says so with a date', { kind: 'rate_limit', retryAfter: 1, form: 'date', count: 1 }],
    ['500', { kind: 'status', status: 500, count: 2 }],
    ['503 in the middle', { kind: 'status', status: 503, skip: 2, count: 2 }],
    ['a connection that is reset in the middle of an answer', { kind: 'reset', count: 2 }],
    ['an answer that is shorter than it says', { kind: 'wrong_length', count: 1 }],
    ['compressed data that ends too early', { kind: 'truncated', gzip: true, count: 1 }],
    ['a slow answer', { kind: 'slow', delayMs: 1_500, count: 1 }],
  ])('is asked again after %s, and nothing is missing', async (_, fault) => {
    const { run, records } = await firstRun(fault);
    expect(run).toMatchObject(complete);
    expect(records).toHaveLength(100);
  });

  it('is waited for as long as a 429 says', async () => {
    const { run } = await firstRun({ kind: 'rate_limit', retryAfter: 2, count: 1 });
    expect(run).toMatchObject(complete);
    expect(Date.parse(run.finishedAt!) - Date.parse(run.startedAt)).toBeGreaterThanOrEqual(2_000);
  });

  it('is left until later when a 429 names an absurd time: what came is kept', async () => {
    const { source, run, records } = await firstRun({ kind: 'rate_limit', form: 'absurd', skip: 2 });
    expect(run).toMatchObject({ state: 'deferred', pages: 2, counts: { new: 40 }, reason: expect.any(String) as string });
    expect(records).toHaveLength(40);
    simulator.faults.clear();
    expect(await product.api.run(source)).toMatchObject({ state: 'succeeded' });
    expect(await product.api.records({ source })).toHaveLength(100);
  });

  it('that gives 500 for ever ends the run as failed, what came is kept, and the next run completes it', async () => {
    const { source, run, records } = await firstRun({ kind: 'status', status: 500, skip: 3 });
    expect(run).toMatchObject({ state: 'failed', pages: 3, counts: { new: 60 }, reason: expect.stringContaining('500') as string });
    expect(records).toHaveLength(60);
    simulator.faults.clear();
    expect(await product.api.run(source)).toMatchObject({ state: 'succeeded', counts: { fetched: 100, new: 40, unchanged: 60 } });
  });

  it.each<[string, FaultSetting, string]>([
    ['HTML', { kind: 'html', count: 1 }, 'UNPARSABLE'],
    ['nothing at all', { kind: 'empty_body', count: 1 }, 'UNPARSABLE'],
    ['a truncated text', { kind: 'truncated', count: 1 }, 'TRUNCATED'],
  ])('that says success and sends %s has that page in quarantine, raw and with its reason', async (_, fault, reason) => {
    const { source, run, records, failures } = await firstRun(fault);
    expect(failures).toMatchObject([{ kind: 'page', status: 'open', reason, runId: run.id }]);
    expect(run.state).not.toBe('succeeded');
    expect(run.reason).toBeTruthy();
    expect(rawObjects(dataDir)).toContain(
      failures[0]!.rawRef.key.endsWith('.gz') ? failures[0]!.rawRef.key : `${failures[0]!.rawRef.key}.gz`,
    );
    expect(records.length % 20).toBe(0);
    await product.api.run(source);
    expect(await product.api.records({ source })).toHaveLength(100);
  });

  it.each<[string, FaultSetting, string, number]>([
    ['a byte that is no UTF-8', { kind: 'invalid_utf8', count: 1 }, 'ENCODING', 99],
    ['nothing but lists, nested too deep', { kind: 'deep', levels: 5_000, count: 1 }, 'TOO_DEEP', 0],
  ])('that sends one record with %s has that record refused and the others stored', async (_, fault, reason, stored) => {
    const { source, run, records, failures } = await firstRun(fault);
    expect(failures).toMatchObject([{ kind: 'record', status: 'open', reason, runId: run.id, pageIndex: 0 }]);
    expect(run).toMatchObject({ state: 'partial', counts: { fetched: stored + 1, new: stored, quarantined: 1 } });
    expect(records).toHaveLength(stored);
    await product.api.run(source);
    expect(await product.api.records({ source })).toHaveLength(100);
  });

  it('that says success and sends an error object instead of the list has no record stored of it', async () => {
    const { source, run, records, failures } = await firstRun({ kind: 'error_object', count: 1 });
    expect(run.state).not.toBe('succeeded');
    expect([records.length, failures.length]).toEqual([0, 1]);
    await product.api.run(source);
    expect(await product.api.records({ source })).toHaveLength(100);
  });

  it('that sends a record without its key has 99 stored and one in quarantine', async () => {
    const { run, records, failures } = await firstRun({ kind: 'missing_key', index: 3, count: 1 });
    expect(run).toMatchObject({ state: 'partial', counts: { fetched: 100, new: 99, quarantined: 1 } });
    expect(records).toHaveLength(99);
    expect(failures).toMatchObject([{ kind: 'record', reason: 'KEY_MISSING', pointer: '/3', runId: run.id, pageIndex: 0 }]);
    expect(failures[0]!.rawRef.key).toMatch(/^raw\/source=posts-/);
  });

  it('whose records hold an integer beyond 2^53 loses none of its digits', async () => {
    const { source, run } = await firstRun({ kind: 'huge_integer', digits: '9007199254740993', count: 1 });
    expect(run).toMatchObject(complete);
    expect((await product.api.ask(`/records/${source}.posts.1`)).text).toMatch(/"userId":\s*9007199254740993\b/);
  });

  it('whose pages never end is stopped as stalled, and what came is kept', async () => {
    const { run, records } = await firstRun({ kind: 'endless', mode: 'same' });
    expect(run).toMatchObject({ state: 'stalled', reason: expect.any(String) as string });
    expect(records).toHaveLength(20);
  });

  it('whose pages are ever new is left at the limit that its settings name, and what came is kept', async () => {
    const { run, records } = await firstRun({ kind: 'endless', mode: 'new' }, { settings: { limits: { pages: 4 } } });
    expect(run).toMatchObject({ state: 'stalled', pages: 4, reason: expect.stringContaining('limits.pages') as string });
    expect(records.length).toBeGreaterThanOrEqual(80);
  });

  it('that puts a byte order mark in front of its JSON is read all the same', async () => {
    expect((await firstRun({ kind: 'bom' })).run).toMatchObject(complete);
  });

  it('that is suddenly empty against what it should have is suspect, and nothing is deleted', async () => {
    const settings = { streams: { posts: { expect: { minRecords: 50 } } } };
    const { source } = await firstRun({ kind: 'status', status: 503, count: 1 }, { settings });
    simulator.faults.set(endpoint, { kind: 'empty' });
    expect(await product.api.run(source)).toMatchObject({ state: 'suspect', counts: { fetched: 0 } });
    expect(await product.api.records({ source })).toHaveLength(100);
  });

  it('and is declared wrongly is shown with what is wrong, and the others run', async () => {
    writePostsSource(sourcesDir, 'a-wrong-schedule', { address: simulator.url, settings: { schedule: { cron: 'every day' } } });
    writePostsSource(sourcesDir, 'a-wrong-zone', { address: simulator.url, settings: { schedule: { timeZone: 'Mars/Base' } } });
    writePostsSource(sourcesDir, 'z-right', { address: simulator.url });
    const [run] = await product.api.settled('z-right');
    expect(run).toMatchObject(complete);
    for (const name of ['a-wrong-schedule', 'a-wrong-zone']) {
      const { problems } = await product.api.get<SourceStatus>(`/sources/${name}`);
      expect(problems).toEqual([expect.stringMatching(/source\.yaml:\d+:\d+ schedule/)]);
    }
  });

  it('leaves the other sources alone', async () => {
    simulator.faults.set(endpoint, { kind: 'slow', delayMs: 3_000 });
    writePostsSource(sourcesDir, 'slow-posts', { address: simulator.url });
    const begun = Date.now();
    expect((await product.api.ask('/records')).status).toBe(200);
    expect(Date.now() - begun).toBeLessThan(1_000);
    simulator.faults.clear();
    await product.api.settled();
  });
});
