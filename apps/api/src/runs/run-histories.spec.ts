import { noCounts, runHistorySchema, type HistoryEvent } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

const at = '2026-01-31T11:00:00.000Z';
const path = '/api/runs/run%2F1/events';

describe('/api/runs/{id}/events', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start()));
  afterEach(() => api.stop());

  const event = (name: string, fields: HistoryEvent['fields'] = {}): HistoryEvent => ({ at, level: 'info', event: name, fields });

  it('shows what a run did while it goes on, and changes only when something happens', async () => {
    await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }, { key: '2' }] });
    const answered = event('request.answered', { request: 'GET https://shop/orders', status: 200, ms: 12, bytes: 70, attempt: 1 });
    await api.engine.history.append('run/1', [event('run.started', { traceId: '0af7' }), answered]);
    const history = await api.get(path, runHistorySchema);
    expect(history).toMatchObject({
      ...{ runId: 'run/1', traceId: '0af7', dropped: 0 },
      progress: { phase: 'fetching', requests: 1, pages: 1, applied: 1, records: 2, waiting: null },
      pages: [{ pageIndex: 0, status: 'applied', counts: { fetched: 2 }, key: expect.any(String) }],
      items: [{ event: 'run.started' }, { event: 'request.answered', fields: { status: 200 } }],
    });
    const { headers } = await api.ask(path);
    await api.clock.advance(5000);
    expect((await api.ask(path, { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(304);
    await api.engine.history.append('run/1', [answered]);
    expect((await api.ask(path, { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(200);
  });

  it('is what a closed run came to, also where its events are gone', async () => {
    const lease = await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }] });
    await api.engine.runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
    await api.engine.runs.close('run/1', {
      state: 'succeeded',
      counts: { ...noCounts(), fetched: 1, new: 1 },
      at: '2026-01-31T11:00:10.000Z',
    });
    expect(await api.get(path, runHistorySchema)).toMatchObject({
      ...{ traceId: null, items: [] },
      progress: { phase: 'closed', elapsedMs: 10_000, records: 1, recordsPerSecond: 0.1 },
    });
  });

  it('is a 404 for a run that is not there', async () => {
    expect(problemIn(await api.ask('/api/runs/none/events'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
