import type { Analytics, AnalyticsQuery } from '@twl/contracts';
import { requireEntry, TimeRange } from '@twl/ports';
import type { StreamAccess } from '../../caches/parts';
import { timeKey } from '../../items/keys';
import { readShards, type CounterShard } from '../../items/records/counter-shards';
import { counterPk, counterWidths, itemStart, readBuckets, type Width } from '../../items/records/time-counters';
import { readTimeRange, timeRangeKey } from '../../items/records/time-range-items';
import type { StreamItem } from '../../items/runs/stream-items';
import { keyText } from '../../table/table';

/** The most points of a series. */
const maxPoints = 500;

interface Span {
  from: number;
  to: number;
}

/** Returns sums and series from counters alone: the cost does not grow with the number of records. */
export const computeAnalytics = async (parts: StreamAccess, query: AnalyticsQuery, now: string): Promise<Analytics> => {
  const streams = await parts.streams.list({ source: query.source });
  const shards = await readShards(
    parts.table,
    streams.map(({ gen }) => gen),
  );
  const counted = streams.filter(({ gen }) => requireEntry(shards, gen).some(({ isCounted }) => isCounted));
  const bySource = sumSources(counted, shards);
  const total = (name: 'records' | 'quarantined') => bySource.reduce((sum, source) => sum + source[name], 0);
  const runs = streams.reduce((sum, stream) => sum + stream.runs, 0);
  return {
    totals: { records: total('records'), sources: bySource.length, runs, quarantined: total('quarantined') },
    bySource,
    timeline: await timeline(parts, counted, { query, now }),
  };
};

const sumSources = (streams: readonly StreamItem[], shards: ReadonlyMap<string, readonly CounterShard[]>): Analytics['bySource'] => {
  const bySource = Map.groupBy(streams, ({ source }) => source);
  const sums = [...bySource].map(([source, own]) => {
    const all = own.flatMap(({ gen }) => requireEntry(shards, gen));
    const sum = (name: 'records' | 'new' | 'changed' | 'quarantined') => all.reduce((total, shard) => total + shard[name], 0);
    return { source, records: sum('records'), new: sum('new'), changed: sum('changed'), quarantined: sum('quarantined') };
  });
  return sums.sort((a, b) => (a.source < b.source ? -1 : 1));
};

const timeline = async (
  parts: StreamAccess,
  streams: readonly StreamItem[],
  { query, now }: { query: AnalyticsQuery; now: string },
): Promise<Analytics['timeline']> => {
  const range = new TimeRange(query.from, query.to);
  const to = query.to === undefined ? Date.parse(now) + 1 : range.to;
  const from = query.from === undefined ? Math.min(to, await firstTime(parts, streams)) : range.from;
  const bucket = bucketFor({ from, to });
  const width = counterWidths[bucket];
  const span = { from: Math.floor(from / width) * width, to };
  const counted = await Promise.all(
    streams.map(async ({ source, gen }) => ({ source, points: await pointsOf(parts, gen, { bucket, span }) })),
  );
  const bySource = new Map<string, Map<number, number>>();
  for (const { source, points } of counted) {
    const own = bySource.get(source) ?? new Map<number, number>();
    for (const { time, count } of points) own.set(time, (own.get(time) ?? 0) + count);
    if (own.size > 0) bySource.set(source, own);
  }
  return { bucket, series: [...bySource].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, own]) => seriesOf(source, own)) };
};

const seriesOf = (source: string, points: ReadonlyMap<number, number>): Analytics['timeline']['series'][number] => ({
  source,
  points: [...points]
    .sort(([a], [b]) => a - b)
    .slice(-maxPoints)
    .map(([time, count]) => ({ t: new Date(time).toISOString(), v: count })),
});

/** Returns the narrowest bucket width that keeps a series within the most points. */
const bucketFor = ({ from, to }: Span): Width => {
  const spans = (width: number) => Math.ceil(to / width) - Math.floor(from / width);
  if (spans(counterWidths.minute) <= maxPoints) return 'minute';
  return spans(counterWidths.hour) <= maxPoints ? 'hour' : 'day';
};

/** Returns the first minute with a count. */
const firstTime = async ({ table }: StreamAccess, streams: readonly StreamItem[]): Promise<number> => {
  const items = await table.getMany(streams.map(({ gen }) => timeRangeKey(gen)));
  return Math.min(Infinity, ...streams.map(({ gen }) => readTimeRange(items.get(keyText(timeRangeKey(gen)))).countedFrom));
};

const pointsOf = async ({ table }: StreamAccess, gen: string, { bucket, span }: { bucket: Width; span: Span }) => {
  if (span.from >= span.to) return [];
  const [from, to] = [timeKey(itemStart(bucket, span.from)), `${timeKey(itemStart(bucket, span.to))}~`];
  const items = await table.all({ pk: counterPk(gen, bucket), from, to });
  return items.flatMap((item) => readBuckets(item, bucket)).filter(({ time, count }) => count > 0 && span.from <= time && time < span.to);
};
