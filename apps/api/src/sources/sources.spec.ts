import { analyticsSchema, listOf, noCounts, sourceStatusSchema } from '@twl/contracts';
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
      ['broken', 'invalid'],
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
      ['items', 'partial', '2026-01-31T11:59:00.000Z'],
    ]);
  });

  it('say beside how they are that one of their streams runs', async () => {
    await seedRun(api.engine, { run: 'a', stream: 'orders', at: '2026-01-31T11:58:00.000Z', state: 'failed' });
    await seedRun(api.engine, { run: 'b', stream: 'items', at: '2026-01-31T11:59:00.000Z', state: 'succeeded' });
    await seedRun(api.engine, { run: 'c', stream: 'orders', at: '2026-01-31T11:59:50.000Z' });
    expect(await api.get('/api/sources/shop', sourceStatusSchema)).toMatchObject({
      freshness: 'failing',
      activity: 'running',
      lastRun: { state: 'running', finishedAt: null },
      lastFinishedRun: { state: 'failed', startedAt: '2026-01-31T11:58:00.000Z' },
      streams: [
        { name: 'orders', freshness: 'failing', activity: 'running', lastRun: { id: 'c' }, lastFinishedRun: { id: 'a' } },
        { name: 'items', freshness: 'fresh', activity: 'idle' },
      ],
    });
  });

  it('say until when they wait', async () => {
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:58:00.000Z', state: 'succeeded' });
    const waiting = await seedRun(api.engine, { run: 'b', at: '2026-01-31T11:59:00.000Z' });
    const end = { state: 'deferred', resumeAt: '2026-01-31T12:30:00.000Z', unmodified: noCounts(), bytesSaved: 0 } as const;
    await api.engine.runs.endFetch(waiting, end, { pages: 1, bytes: 2 });
    await api.engine.runs.close('b', { state: 'deferred', counts: noCounts(), at: '2026-01-31T11:59:10.000Z' });
    const { streams, ...shop } = await api.get('/api/sources/shop', sourceStatusSchema);
    expect(shop).toMatchObject({ activity: 'waiting', waitingUntil: '2026-01-31T12:30:00.000Z', lastFinishedRun: { state: 'succeeded' } });
    expect(streams[0]).toMatchObject({ freshness: 'fresh', activity: 'waiting', waitingUntil: '2026-01-31T12:30:00.000Z' });
  });

  it('are partial while something of them is refused', async () => {
    const counts = { fetched: 100, unchanged: 99, quarantined: 1 };
    for (const stream of ['orders', 'items']) {
      const lease = await seedRun(api.engine, { run: stream, stream, at: '2026-01-31T11:59:00.000Z' });
      const end = { state: 'not_modified', unmodified: noCounts(), bytesSaved: 0 } as const;
      await api.engine.runs.endFetch(lease, end, { pages: 1, bytes: 2 });
      const state = stream === 'orders' ? 'not_modified' : 'succeeded';
      await api.engine.runs.close(stream, {
        state,
        counts: { ...noCounts(), ...(stream === 'orders' && counts) },
        at: '2026-01-31T11:59:10.000Z',
      });
    }
    expect(await api.get('/api/sources/shop', sourceStatusSchema)).toMatchObject({
      freshness: 'partial',
      streams: [{ freshness: 'partial' }, { freshness: 'fresh' }],
    });
  });

  it('keep their numbers while a file of them has problems', async () => {
    await seedRun(api.engine, { run: 'a', source: 'broken', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }], state: 'partial' });
    expect(await api.get('/api/sources/broken', sourceStatusSchema)).toMatchObject({
      freshness: 'invalid',
      schedule: null,
      records: 1,
      lastFinishedRun: { state: 'partial' },
      nextRunAt: null,
      streams: [{ name: 'orders', freshness: 'invalid', records: 1, lastRun: { id: 'a' } }],
      problems: ['sources/broken/source.yaml:3:5 schedule: is not a cron line'],
    });
  });

  it('show a stream that is declared no more while it has records, and do not go by it', async () => {
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }], state: 'succeeded' });
    await seedRun(api.engine, { run: 'b', stream: 'items', at: '2026-01-31T11:59:00.000Z', state: 'succeeded' });
    await seedRun(api.engine, { run: 'c', stream: 'old', at: '2026-01-31T09:59:00.000Z', records: [{ key: '1' }], state: 'failed' });
    await seedRun(api.engine, { run: 'd', stream: 'older', at: '2026-01-31T09:59:00.000Z', state: 'failed' });
    const shop = await api.get('/api/sources/shop', sourceStatusSchema);
    expect(shop).toMatchObject({ freshness: 'fresh', records: 2 });
    expect(shop.streams.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['orders', 'fresh'],
      ['items', 'fresh'],
      ['old', 'removed'],
    ]);
  });

  it('are as many in the list, the sums and the health, declared or not, run or not, valid or not', async () => {
    const gone = { run: 'a', source: 'gone', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }] };
    await seedRun(api.engine, { ...gone, state: 'succeeded' });
    await seedRun(api.engine, { run: 'b', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }] });
    const { items } = await api.get('/api/sources', listOf(sourceStatusSchema));
    const { totals, bySource } = await api.get('/api/analytics', analyticsSchema);
    const names = ['broken', 'gone', 'new', 'off', 'shop'];
    expect(items.map(({ name }) => name)).toEqual(names);
    expect(bySource.map(({ source }) => source)).toEqual(names);
    expect(bySource.map(({ records }) => records)).toEqual(items.map(({ records }) => records));
    expect(totals.sources).toBe(5);
    expect(JSON.parse((await api.ask('/api/health/ready')).text)).toMatchObject({ sources: { total: 5, invalid: 1 } });
    expect((await api.get('/api/analytics?source=new', analyticsSchema)).totals.sources).toBe(1);
    expect((await api.get('/api/analytics?source=nope', analyticsSchema)).totals.sources).toBe(0);
  });

  it('are shown with what is left of them when their folder is gone, and not run', async () => {
    await seedRun(api.engine, { run: 'a', source: 'gone', at: '2026-01-31T11:59:00.000Z', records: [{ key: '1' }], state: 'failed' });
    expect(await api.get('/api/sources/gone', sourceStatusSchema)).toMatchObject({
      ...{ freshness: 'removed', enabled: false, schedule: null, nextRunAt: null, records: 1 },
      streams: [{ name: 'orders', freshness: 'removed', records: 1 }],
    });
    expect((await api.ask('/api/sources/gone/runs', { method: 'POST' })).status).toBe(404);
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
        v: 2,
        source: 'shop',
        runs: runs.map(({ id, stream }) => ({ runId: id, stream })),
        trigger: 'manual',
        requestedAt: '2026-01-31T12:00:00.000Z',
      },
    ]);
  });

  it('are asked for one run by many requests at once, and for another one when that is over', async () => {
    const ask = async (): Promise<string> => {
      const { text } = await api.ask('/api/sources/shop/runs', { method: 'POST', body: { streams: ['orders'] } });
      return (JSON.parse(text) as { runs: [{ id: string }] }).runs[0].id;
    };
    const ids = new Set(await Promise.all(Array.from({ length: 200 }, ask)));
    expect(ids.size).toBe(1);
    expect(await requested()).toHaveLength(1);
    await api.clock.advance(61_000);
    const later = await ask();
    expect(ids.has(later)).toBe(false);
    await seedRun(api.engine, { run: later, at: '2026-01-31T12:01:00.000Z', state: 'succeeded' });
    expect(await ask()).not.toBe(later);
  });

  it('are answered with the run that is being read', async () => {
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:59:50.000Z' });
    const { text } = await api.ask('/api/sources/shop/runs', { method: 'POST' });
    expect(JSON.parse(text)).toMatchObject({ runs: [{ id: 'a', stream: 'orders' }, { stream: 'items' }] });
    expect(await requested()).toMatchObject([{ runs: [{ stream: 'items' }] }]);
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
