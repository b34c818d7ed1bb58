import { EmbeddedMetrics } from './embedded-metrics';

const bench = () => {
  const lines: string[] = [];
  const metrics = new EmbeddedMetrics({ stage: 'api', write: (line) => void lines.push(line), now: () => 1000 });
  const flush = () => {
    metrics.flush();
    return lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { metrics, lines, flush };
};

describe('EmbeddedMetrics', () => {
  it('writes a line that CloudWatch makes metrics of', () => {
    const { metrics, flush } = bench();
    metrics.measure('twl.fetch.pages', 2, { source: 'shop' });
    metrics.measure('twl.fetch.pages', 3, { source: 'other' });
    metrics.measure('http.server.request.duration', 0.5, { 'http.route': '/api/runs' });
    metrics.measure('http.server.request.duration', 0.25, { 'http.route': '/api/records' });
    expect(flush()).toEqual([
      {
        _aws: {
          Timestamp: 1000,
          CloudWatchMetrics: [
            {
              Namespace: 'twl',
              Dimensions: [['stage']],
              Metrics: [
                { Name: 'twl.fetch.pages', Unit: 'Count' },
                { Name: 'http.server.request.duration', Unit: 'Seconds' },
              ],
            },
          ],
        },
        stage: 'api',
        'twl.fetch.pages': 5,
        'http.server.request.duration': [0.5, 0.25],
      },
    ]);
    expect(flush()).toEqual([]);
  });

  it('has the age of a source by source, the greatest of its streams', () => {
    const { metrics, flush } = bench();
    metrics.measure('twl.source.age', 10, { source: 'shop', stream: 'orders' });
    metrics.measure('twl.source.age', 60, { source: 'shop', stream: 'buyers' });
    metrics.measure('twl.source.age', 5, { source: 'other', stream: 'all' });
    expect(flush()).toMatchObject([
      { source: 'shop', 'twl.source.age': 60, _aws: { CloudWatchMetrics: [{ Dimensions: [['source']] }] } },
      { source: 'other', 'twl.source.age': 5 },
    ]);
  });

  it('makes names of outcomes, and leaves out what nobody looks at there', () => {
    const { metrics, flush } = bench();
    metrics.measure('twl.records', 3, { source: 'shop', outcome: 'new' });
    metrics.measure('twl.records', 1, { source: 'shop', outcome: 'quarantined' });
    metrics.measure('twl.storage.free', 1);
    const [line] = flush();
    expect(line).toMatchObject({ 'twl.records.new': 3, 'twl.records.quarantined': 1 });
    expect(line).not.toHaveProperty(['twl.storage.free']);
  });

  it('writes no line with more values of a metric than CloudWatch takes', () => {
    const { metrics, lines, flush } = bench();
    for (let i = 0; i < 250; i++) metrics.measure('messaging.process.duration', i);
    expect(lines).toHaveLength(2);
    const values = flush().map((line) => line['messaging.process.duration']);
    expect(values.map((each) => (each as number[]).length)).toEqual([100, 100, 50]);
  });
});
