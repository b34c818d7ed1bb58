import type { Analytics, AnalyticsQuery } from '@twl/contracts';
import { TimeRange } from '@twl/ports';
import { boundsKey, boundsOf } from '../../items/records/time-range-items';
import { timeKey } from '../../items/keys';
import { readLanes, type Lane } from '../../items/records/counter-shards';
import type { StreamItem } from '../../items/runs/stream-items';
import { placeOf } from '../../table/table';
import type { TableParts } from '../../caches/table-parts';
import { bucketsOf, counterPk, itemStart, widths, type Width } from '../../items/records/time-counters';

/** Points that a series of the time line has at most. */
const mostPoints = 500;

interface Span {
  from: number;
  to: number;
}

/** Sums and a time line, from counters alone: the work does not grow with the number of records. */
export const analyse = async (parts: TableParts, query: AnalyticsQuery, now: string): Promise<Analytics> => {
  const streams = await parts.streams.list({ source: query.source });
  const lanes = await readLanes(
    parts.table,
    streams.map(({ gen }) => gen),
  );
  const counted = streams.filter(({ gen }) => lanes.get(gen)!.some(({ t }) => t > 0));
  const bySource = sumSources(counted, lanes);
  const total = (name: 'records' | 'quarantined') => bySource.reduce((sum, source) => sum + source[name], 0);
  const runs = streams.reduce((sum, stream) => sum + stream.runs, 0);
  return {
    totals: { records: total('records'), sources: bySource.length, runs, quarantined: total('quarantined') },
    bySource,
    timeline: await timeline(parts, counted, { query, now }),
  };
};

const sumSources = (streams: readonly StreamItem[], lanes: ReadonlyMap<string, readonly Lane[]>): Analytics['bySource'] => {
  const bySource = Map.groupBy(streams, ({ source }) => source);
  const sums = [...bySource].map(([source, own]) => {
    const all = own.flatMap(({ gen }) => lanes.get(gen)!);
    const sum = (name: 'records' | 'fresh' | 'changed' | 'quarantined') => all.reduce((total, lane) => total + lane[name], 0);
    return { source, records: sum('records'), new: sum('fresh'), changed: sum('changed'), quarantined: sum('quarantined') };
  });
  return sums.sort((a, b) => (a.source < b.source ? -1 : 1));
};

const timeline = async (
  parts: TableParts,
  streams: readonly StreamItem[],
  { query, now }: { query: AnalyticsQuery; now: string },
): Promise<Analytics['timeline']> => {
  const range = new TimeRange(query.from, query.to);
  const to = query.to === undefined ? Date.parse(now) + 1 : range.to;
  const from = query.from === undefined ? Math.min(to, await firstTime(parts, streams)) : range.from;
  const bucket = bucketFor({ from, to });
  const width = widths[bucket];
  const span = { from: Math.floor(from / width) * width, to };
  const points = await Promise.all(streams.map((stream) => pointsOf(parts, stream.gen, { bucket, span })));
  const bySource = new Map<string, Map<number, number>>();
  streams.forEach(({ source }, i) => {
    const own = bySource.get(source) ?? new Map<number, number>();
    for (const { t, v } of points[i]!) own.set(t, (own.get(t) ?? 0) + v);
    if (own.size > 0) bySource.set(source, own);
  });
  return { bucket, series: [...bySource].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, own]) => seriesOf(source, own)) };
};

const seriesOf = (source: string, points: ReadonlyMap<number, number>): Analytics['timeline']['series'][number] => ({
  source,
  points: [...points]
    .sort(([a], [b]) => a - b)
    .slice(-mostPoints)
    .map(([t, v]) => ({ t: new Date(t).toISOString(), v })),
});

/** The narrowest bucket that leaves no more than the most points. */
const bucketFor = ({ from, to }: Span): Width => {
  const spans = (width: number) => Math.ceil(to / width) - Math.floor(from / width);
  if (spans(widths.minute) <= mostPoints) return 'minute';
  return spans(widths.hour) <= mostPoints ? 'hour' : 'day';
};

/** The first minute that anything was counted in. */
const firstTime = async ({ table }: TableParts, streams: readonly StreamItem[]): Promise<number> => {
  const items = await table.getMany(streams.map(({ gen }) => boundsKey(gen)));
  return Math.min(Infinity, ...streams.map(({ gen }) => boundsOf(items.get(placeOf(boundsKey(gen)))).mlo));
};

const pointsOf = async ({ table }: TableParts, gen: string, { bucket, span }: { bucket: Width; span: Span }) => {
  if (span.from >= span.to) return [];
  const [from, to] = [timeKey(itemStart(bucket, span.from)), `${timeKey(itemStart(bucket, span.to))}~`];
  const items = await table.all({ pk: counterPk(gen, bucket), from, to });
  return items.flatMap((item) => bucketsOf(item, bucket)).filter(({ t, v }) => v > 0 && span.from <= t && t < span.to);
};
