import { outcomes } from '@twl/contracts';
import { metricCatalog, type MetricSpec } from './metric-catalog';

/** Streams of a source, and the most values that each label has: for so many sources. */
const streamsPerSource = 5;
const valuesOf: Record<string, (sources: number) => number> = {
  source: (sources) => sources,
  stream: () => streamsPerSource,
  outcome: () => outcomes.length + 1,
  state: () => 9,
  cause: () => 2,
  'http.request.method': () => 5,
  'http.route': () => 60,
  'http.response.status_code': () => 8,
  'error.type': () => 6,
  'messaging.destination.name': () => 2,
  'db.system.name': () => 2,
  'db.operation.name': () => 70,
};

const all = Object.entries(metricCatalog) as [string, MetricSpec][];

/** The stages whose functions send a metric that CloudWatch has by stage. */
const stagesOf = (name: string): number => (name.startsWith('db.') ? 3 : 1);

const dollarsPerSeries = 0.3;

/** What CloudWatch asks for the metrics a month. */
const priceOf = (sources: number): number =>
  all.reduce((sum, [name, { cloudWatch }]) => {
    if (!cloudWatch) return sum;
    const names = cloudWatch.split === undefined ? 1 : (valuesOf[cloudWatch.split]?.(sources) ?? NaN);
    return sum + names * (cloudWatch.by === 'source' ? sources : stagesOf(name)) * dollarsPerSeries;
  }, 0);

describe('the metrics', () => {
  it('have labels whose values are few: no id of a record, run or page, and no path', () => {
    expect(all.flatMap(([, { labels }]) => labels).filter((label) => !Object.hasOwn(valuesOf, label))).toEqual([]);
  });

  it('have no label of sources together with one of many values', () => {
    const ofSources = all.filter(([, { labels }]) => labels.includes('source'));
    const perSource = ofSources.map(([name, { labels }]) => [
      name,
      labels.reduce((product, label) => product * (valuesOf[label]?.(1) ?? NaN), 1),
    ]);
    expect(ofSources.length).toBeGreaterThan(8);
    expect(perSource.filter(([, series]) => !(Number(series) <= 5 * 8 * 6))).toEqual([]);
  });

  it('have in CloudWatch no dimension but the source and the stage, and one metric alone by source', () => {
    const bySource = all.filter(([, { cloudWatch }]) => cloudWatch?.by === 'source').map(([name]) => name);
    expect(bySource).toEqual(['twl.source.age']);
    const splits = all.flatMap(([, { cloudWatch, labels }]) =>
      cloudWatch?.split === undefined ? [] : [[cloudWatch.split, labels.includes(cloudWatch.split)]],
    );
    expect(splits.every(([, isLabel]) => isLabel)).toBe(true);
  });

  it.each([
    [2, 15],
    [20, 20],
    [200, 75],
  ])('cost for %i sources at most %i dollars a month on CloudWatch', (sources, dollars) => {
    process.stdout.write(`metrics of ${sources} sources on CloudWatch: ${priceOf(sources).toFixed(2)} dollars a month\n`);
    expect(priceOf(sources)).toBeLessThanOrEqual(dollars);
    expect(priceOf(sources)).toBeGreaterThan(1);
  });

  it('are named as OpenTelemetry wants: in lower case, without their unit, and histograms with bounds that grow', () => {
    for (const [name, { kind, buckets }] of all) {
      expect(name).toMatch(/^[a-z]+(\.[a-z_]+)+$/);
      expect(name).not.toMatch(/seconds|total$/);
      expect(kind === 'histogram').toBe(buckets !== undefined);
      expect([...(buckets ?? [])].sort((a, b) => a - b)).toEqual(buckets ?? []);
    }
  });
});
