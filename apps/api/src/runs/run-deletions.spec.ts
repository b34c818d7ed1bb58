import { auditEntrySchema, listOf, noCounts, runSchema, type RunDeletions } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

const at = '2026-01-31T11:00:00.000Z';
const pending: RunDeletions = { state: 'pending', missing: 5, of: 10 };

describe('what a run found gone', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
  });
  afterEach(() => api.stop());

  const suspect = async (deletions: RunDeletions): Promise<void> => {
    const lease = await seedRun(api.engine, { run: 'run/1', at, records: [{ key: '1' }] });
    await api.engine.runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
    const closing = { state: 'suspect', reason: '5 of 10', counts: { ...noCounts(), fetched: 1, new: 1 }, deletions, at } as const;
    await api.engine.runs.close(lease.runId, closing);
  };
  const decide = (what: string, body?: unknown) => api.ask(`/api/runs/run%2F1/deletions/${what}`, { method: 'POST', body });

  it('is shown with the run', async () => {
    await suspect(pending);
    expect(await api.get('/api/runs/run%2F1', runSchema)).toMatchObject({ state: 'suspect', deletions: pending });
    expect((await api.get('/api/runs', listOf(runSchema))).items).toMatchObject([{ deletions: pending }]);
  });

  it('is confirmed: the run goes on, a worker is told, and it is written down', async () => {
    await suspect(pending);
    const answer = await decide('confirm', { who: 'ada', why: 'they were sold' });
    expect(answer.status).toBe(202);
    expect(runSchema.parse(JSON.parse(answer.text))).toMatchObject({
      state: 'running',
      finishedAt: null,
      deletions: { state: 'confirmed' },
    });
    expect(await api.engine.pageQueue.depth()).toMatchObject({ ready: 1 });
    const { items } = await api.get('/api/audit', listOf(auditEntrySchema));
    const entry = { action: 'confirm-deletions', target: 'run/1', who: 'ada', why: 'they were sold' };
    expect(items).toMatchObject([
      { ...entry, result: expect.stringContaining('decided: ') },
      { ...entry, result: 'begun' },
    ]);
    expect(problemIn(await decide('confirm'))).toMatchObject({ status: 409, code: 'DELETIONS_CONFLICT' });
  });

  it('is undone where it was deleted, and only there', async () => {
    await suspect({ ...pending, state: 'deleted' });
    expect(problemIn(await decide('confirm'))).toMatchObject({ status: 409, detail: expect.stringContaining('deleted already') });
    expect((await decide('undo')).status).toBe(202);
    expect(await api.engine.runs.get('run/1')).toMatchObject({ phase: 'applying', deletions: { state: 'undoing' } });
  });

  it('cannot be decided of a run that is not there, or by a body that is wrong', async () => {
    expect(problemIn(await decide('confirm'))).toMatchObject({ status: 404 });
    await suspect(pending);
    expect(problemIn(await decide('confirm', { wy: 'x' }))).toMatchObject({ status: 400 });
    expect(problemIn(await api.ask('/api/runs/run%2F1/deletions/forget', { method: 'POST' }))).toMatchObject({ status: 404 });
  });
});
