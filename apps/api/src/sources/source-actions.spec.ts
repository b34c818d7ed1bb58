import { auditEntrySchema, listOf, sourceStatusSchema } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';
import { pausedSourceSchema } from './source-actions.dto';

describe('a source that is paused', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start()));
  afterEach(() => api.stop());

  const post = async (what: string, body?: unknown) => {
    const { status, text } = await api.ask(`/api/sources/shop/${what}`, { method: 'POST', body });
    expect(status).toBe(200);
    return pausedSourceSchema.parse(JSON.parse(text));
  };

  it('has no next run, says who paused it, and can be run by hand', async () => {
    const ada = { who: 'ada', why: 'the API is moved' };
    expect(await post('pause', ada)).toMatchObject({ changed: true, pause: ada });
    const shop = await api.get('/api/sources/shop', sourceStatusSchema);
    expect(shop).toMatchObject({ enabled: true, freshness: 'paused', nextRunAt: null, pause: ada });
    expect((await api.ask('/api/sources/shop/runs', { method: 'POST' })).status).toBe(202);
    expect(await post('resume')).toMatchObject({ changed: true, pause: null });
    expect(await api.get('/api/sources/shop', sourceStatusSchema)).toMatchObject({ pause: null, nextRunAt: '2026-01-31T12:05:00.000Z' });
  });

  it('counts the runs that go on and those that it missed, before anything is done', async () => {
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:51:00.000Z' });
    expect(await post('pause', { dryRun: true })).toMatchObject({
      dryRun: true,
      changed: true,
      pause: null,
      running: [{ id: 'a' }],
      missed: 1,
    });
    expect(await api.engine.pauses.list()).toEqual([]);
    expect((await api.get('/api/audit', listOf(auditEntrySchema))).items).toEqual([]);
  });

  it('is paused once and resumed once, however often that is asked, and each is written down', async () => {
    await post('pause', { who: 'ada' });
    expect(await post('pause', { who: 'grace' })).toMatchObject({ changed: false, pause: { who: 'ada' } });
    await post('resume');
    expect(await post('resume')).toMatchObject({ changed: false, pause: null });
    const { items } = await api.get('/api/audit', listOf(auditEntrySchema));
    const ended = items.filter(({ result }) => result !== 'begun').map(({ action, result }) => `${action}: ${result}`);
    expect(ended.sort()).toEqual([
      'pause: nothing to do: paused by ada already',
      'pause: paused; 0 runs go on',
      'resume: nothing to do: it was not paused',
      'resume: resumed; 1 missed runs are made up for',
    ]);
  });

  it.each(['none', '..', '..%2F..%2Fetc'])('is a 404 under a wrong name: %s', async (name) => {
    for (const what of ['pause', 'resume'])
      expect(problemIn(await api.ask(`/api/sources/${name}/${what}?`, { method: 'POST' }))).toMatchObject({ status: 404 });
  });
});
