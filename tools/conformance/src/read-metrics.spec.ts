import { readMetrics } from './read-metrics';

const counter = '# HELP a_total what it counts\n# TYPE a_total counter\n';
const histogram = '# HELP h_seconds how long\n# TYPE h_seconds histogram\n';
const sample = (bucket: string, le: string) => `h_seconds_bucket{le="${le}"} ${bucket}\n`;

describe('readMetrics', () => {
  it('reads names, labels and values', () => {
    const text = `${counter}a_total{source="x \\"y\\"",b=""} 2\na_total 1e3\n${histogram}${sample('1', '0.5')}${sample('2', '+Inf')}h_seconds_sum 3.5\nh_seconds_count 2\n`;
    const families = readMetrics(text);
    expect(families.get('a_total')).toMatchObject({
      type: 'counter',
      help: 'what it counts',
      samples: [{ value: 2 }, { value: 1000, labels: {} }],
    });
    expect(families.get('h_seconds')?.samples).toHaveLength(4);
  });

  it.each([
    ['no end of the last line', counter + 'a_total 1'],
    ['a series twice', `${counter}a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 1\n`],
    ['a metric twice', counter + counter],
    ['a counter that falls below zero', `${counter}a_total -1\n`],
    ['a counter without its ending', '# HELP a x\n# TYPE a counter\na 1\n'],
    ['a sample of another metric', `${counter}b_total 1\n`],
    ['a value that is no number', `${counter}a_total one\n`],
    ['a label twice', `${counter}a_total{x="1",x="2"} 1\n`],
    ['a label without quotes', `${counter}a_total{x=1} 1\n`],
    ['a metric without a type', '# HELP a x\na 1\n'],
    ['buckets that fall', `${histogram}${sample('2', '1')}${sample('1', '2')}${sample('2', '+Inf')}h_seconds_sum 1\nh_seconds_count 2\n`],
    ['buckets without +Inf', `${histogram}${sample('2', '1')}h_seconds_sum 1\nh_seconds_count 2\n`],
    ['a count that is not the last bucket', `${histogram}${sample('2', '+Inf')}h_seconds_sum 1\nh_seconds_count 3\n`],
    ['a histogram without a sum', `${histogram}${sample('2', '+Inf')}h_seconds_count 2\n`],
  ])('refuses %s', (_what, text) => {
    expect(() => readMetrics(text)).toThrow('metrics: ');
  });
});
