import { auditEntrySchema, listOf, noCounts, runSchema } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';
import { cancelledRunSchema } from './run-actions.dto';

const at = '2026-01-31T11:59:00.000Z';

describe('a run that is to be cancelled', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start()));
  afterEach(() => api.stop());

  const cancel = (body?: unknown, id = 'run%2F1') => api.ask(`/api/runs/${id}/cancel`, { method: 'POST', body });
  const audited = async () => (await api.get('/api/audit', listOf(auditEntrySchema))).items;

  it('is told of before it is done, and nothing is done then', async () => {
    await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }] });
    const { status, text } = await cancel({ dryRun: true });
    expect(status).toBe(202);
    expect(cancelledRunSchema.parse(JSON.parse(text))).toMatchObject({ dryRun: true, kind: 'asked', pages: 1, run: { state: 'running' } });
    expect(await api.get('/api/runs/run%2F1', runSchema)).not.toHaveProperty('cancellation');
    expect(await audited()).toEqual([]);
  });

  it('is asked to end, shows who asked, and is written down', async () => {
    await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }] });
    const ada = { who: 'ada', why: 'the wrong account' };
    expect((await cancel(ada)).status).toBe(202);
    await api.clock.advance(1000);
    expect((await cancel({ who: 'grace' })).status).toBe(202);
    expect(await api.get('/api/runs/run%2F1', runSchema)).toMatchObject({ state: 'running', cancellation: ada });
    expect(await audited()).toMatchObject([{ action: 'cancel', target: 'run/1', who: 'grace' }, { result: 'begun' }, ada, ada]);
  });

  it('is a conflict once it is fetched, and not there when it is unknown', async () => {
    const lease = await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }] });
    await api.engine.runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
    const detail = expect.stringContaining('it has fetched everything, and its 1 pages are being applied');
    expect(problemIn(await cancel())).toMatchObject({ status: 409, code: 'RUN_NOT_CANCELLABLE', detail });
    expect(problemIn(await cancel({}, 'none'))).toMatchObject({ status: 404 });
    expect(problemIn(await cancel({ wy: 'x' }))).toMatchObject({ status: 400 });
    expect(await audited()).toEqual([]);
  });
});
