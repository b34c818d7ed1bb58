import { listOf, sourceStatusSchema } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { makeSource } from '../testing/listed-sources';
import { seedRun } from '../testing/seed';

const sources = [
  makeSource({ name: 'shop', streams: ['orders', 'items'] }),
  makeSource({ name: 'broken', problems: ['sources/broken/source.yaml:3:5 schedule: is not a cron line'] }),
  makeSource({ name: 'off', enabled: false }),
  makeSource({ name: 'new' }),
];

describe('/api/sources', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start({ sources })));
  afterEach(() => api.stop());

  const requested = async () => {
    const deliveries = await api.engine.requestQueue.receive({ max: 10, waitMs: 0, visibilityMs: 1000 });
    return deliveries.map(({ body }) => body);
  };

  it('are listed by name, in pages', async () => {
    const list = listOf(sourceStatusSchema);
    const first = await api.get('/api/sources?limit=3', list);
    const second = await api.get(`/api/sources?limit=3&cursor=${first.page.next}`, list);
    expect([...first.items, ...second.items].map(({ name, freshness }) => [name, freshness])).toEqual([
      ['broken', 'failing'],
      ['new', 'never'],
      ['off', 'paused'],
      ['shop', 'never'],
    ]);
    expect(second.page.next).toBeNull();
  });

  it('show the newest run of every stream added up, records, freshness and the next run', async () => {
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:00:00.000Z', records: [{ key: '1' }, { key: '2' }], state: 'succeeded' });
    const items = { run: 'b', stream: 'items', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }] };
    await seedRun(api.engine, { ...items, state: 'partial' });
    const shop = await api.get('/api/sources/shop', sourceStatusSchema);
    expect(shop).toMatchObject({
      freshness: 'stale',
      records: 3,
      nextRunAt: '2026-01-31T12:05:00.000Z',
      lastRun: { startedAt: '2026-01-31T11:00:00.000Z', state: 'partial', counts: { fetched: 3, new: 3 } },
      problems: [],
    });
    expect(shop.streams.map(({ name, freshness, lastSuccessAt }) => [name, freshness, lastSuccessAt])).toEqual([
      ['orders', 'stale', '2026-01-31T11:00:00.000Z'],
      ['items', 'fresh', '2026-01-31T11:59:00.000Z'],
    ]);
  });

  it('are running while one of their streams is', async () => {
    await seedRun(api.engine, { run: 'a', stream: 'orders', at: '2026-01-31T11:59:50.000Z' });
    await seedRun(api.engine, { run: 'b', stream: 'items', at: '2026-01-31T11:59:00.000Z', state: 'succeeded' });
    expect(await api.get('/api/sources/shop', sourceStatusSchema)).toMatchObject({
      freshness: 'running',
      lastRun: { state: 'running', finishedAt: null },
    });
  });

  it('show why they cannot run', async () => {
    expect(await api.get('/api/sources/broken', sourceStatusSchema)).toMatchObject({
      nextRunAt: null,
      streams: [],
      problems: ['sources/broken/source.yaml:3:5 schedule: is not a cron line'],
    });
  });

  it.each(['none', '..', '..%2F..%2Fetc', '%00', 'SHOP', 'x'.repeat(5000)])('are a 404 under a wrong name (%#)', async (name) => {
    expect(problemIn(await api.ask(`/api/sources/${name}?`))).toMatchObject({ status: 404 });
    expect(problemIn(await api.ask(`/api/sources/${name}/runs`, { method: 'POST' }))).toMatchObject({ status: 404 });
    expect(await requested()).toEqual([]);
  });

  it('are asked to run, every stream with an id of its own', async () => {
    const answer = await api.ask('/api/sources/shop/runs', { method: 'POST' });
    expect(answer.status).toBe(202);
    const { runs } = JSON.parse(answer.text) as { runs: { id: string; source: string; stream: string }[] };
    expect(runs.map(({ source, stream }) => [source, stream])).toEqual([
      ['shop', 'orders'],
      ['shop', 'items'],
    ]);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(2);
    expect(await requested()).toEqual([
      {
        v: 1,
        source: 'shop',
        runs: runs.map(({ id, stream }) => ({ id, stream })),
        trigger: 'manual',
        requestedAt: '2026-01-31T12:00:00.000Z',
      },
    ]);
  });

  it('are asked to run the streams that are named', async () => {
    const answer = await api.ask('/api/sources/shop/runs', { method: 'POST', body: { streams: ['items', 'items'] } });
    expect(JSON.parse(answer.text)).toMatchObject({ runs: [{ stream: 'items' }] });
    expect(api.log.of('run.requested')).toMatchObject([{ source: 'shop', stream: 'items' }]);
    expect(await requested()).toHaveLength(1);
  });

  it.each<[unknown, string]>([
    [{ streams: ['none'] }, 'streams.0'],
    [{ streams: [] }, 'streams'],
    [{ streams: 'items' }, 'streams'],
    [{ stream: 'items' }, 'stream'],
    [[], ''],
    [{ streams: [{ __proto__: null }] }, 'streams.0'],
  ])('refuse the body %j', async (body, path) => {
    const problem = problemIn(await api.ask('/api/sources/shop/runs', { method: 'POST', body }));
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST', errors: [{ path }] });
    expect(await requested()).toEqual([]);
  });

  it('are not run before their streams are known', async () => {
    const own = await ApiUnderTest.start({ sources: [makeSource({ name: 'unasked', streams: [], discovery: { known: false } })] });
    const answer = problemIn(await own.ask('/api/sources/unasked/runs', { method: 'POST' }));
    expect(answer).toMatchObject({ status: 409, code: 'STREAMS_UNKNOWN' });
    await own.stop();
  });

  it('are not run when disabled or broken', async () => {
    expect(problemIn(await api.ask('/api/sources/off/runs', { method: 'POST' }))).toMatchObject({ status: 409, code: 'SOURCE_DISABLED' });
    expect(problemIn(await api.ask('/api/sources/broken/runs', { method: 'POST' }))).toMatchObject({
      status: 409,
      code: 'SOURCE_HAS_PROBLEMS',
      errors: [{ path: 'broken', message: expect.stringContaining('source.yaml:3:5') }],
    });
    expect(await requested()).toEqual([]);
  });

  it('are not run for another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(problemIn(await api.ask('/api/sources/shop/runs', { method: 'POST', headers }))).toMatchObject({ status: 403 });
  });
});
