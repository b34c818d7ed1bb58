import { PrometheusMetrics } from './prometheus-metrics';

describe('PrometheusMetrics', () => {
  it('leaves out what would make a counter smaller', async () => {
    const metrics = new PrometheusMetrics();
    metrics.measure('twl.records', 3, { source: 'shop', outcome: 'deleted' });
    metrics.measure('twl.records', -2, { source: 'shop', outcome: 'deleted' });
    expect(await metrics.text()).toMatch(/^twl_records\S*\{.*outcome="deleted".*\} 3$/m);
  });
});
