import { analyticsSchema } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';

describe('/api/analytics', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await ApiUnderTest.start();
    await seedRun(api.engine, { run: 'a', at: '2026-01-31T11:00:00.000Z', records: [{ key: '1' }, { key: '2' }], state: 'succeeded' });
  });
  afterAll(() => api.stop());

  it('sums up', async () => {
    const analytics = await api.get('/api/analytics', analyticsSchema);
    expect(analytics.totals).toEqual({ records: 2, sources: 1, runs: 1, quarantined: 0 });
    expect(analytics.bySource).toEqual([{ source: 'shop', records: 2, new: 2, changed: 0, quarantined: 0 }]);
    expect(analytics.timeline.series[0]?.points.reduce((sum, { v }) => sum + v, 0)).toBe(2);
  });

  it.each(['from=yesterday', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'bucket=hour', 'source=a&source=b'])(
    'refuses ?%s',
    async (query) => expect(problemIn(await api.ask(`/api/analytics?${query}`))).toMatchObject({ status: 400 }),
  );
});
