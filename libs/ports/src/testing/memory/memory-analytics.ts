import { addCounts, noCounts, type Analytics, type AnalyticsQuery, type Counts } from '@twl/contracts';
import { TimeRange } from '../../text/instant';
import { namedStreams } from '../../text/search-text';
import type { MemoryGeneration, MemoryState } from './memory-state';

const widths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const mostPoints = 500;

/** Sums and a time line from the counters. */
export const memoryAnalytics = (memory: MemoryState, query: AnalyticsQuery, now: string): Analytics => {
  const streams = namedStreams([...memory.streams.values()], query);
  const generations = streams.map(({ active }) => active).filter(({ counters }) => counters.size > 0);
  const runs = namedStreams([...memory.runs.values()], query).length;
  const sources = [...new Set(generations.map(({ source }) => source))].sort();
  const bySource = sources.map((source) => {
    const own = generations.filter((one) => one.source === source);
    const counts = sum(own.flatMap(({ counters }) => [...counters.values()]));
    const records = own.reduce((total, one) => total + one.shown, 0);
    return { source, records, new: counts.new, changed: counts.changed, quarantined: counts.quarantined };
  });
  const total = (key: 'records' | 'quarantined') => bySource.reduce((all, source) => all + source[key], 0);
  return {
    totals: { records: total('records'), sources: sources.length, runs, quarantined: total('quarantined') },
    bySource,
    timeline: timeline(generations, query, now),
  };
};

const sum = (counts: Counts[]): Counts => counts.reduce(addCounts, noCounts());

const timeline = (generations: MemoryGeneration[], query: AnalyticsQuery, now: string): Analytics['timeline'] => {
  const minutes = generations.flatMap(({ source, counters }) =>
    [...counters].map(([t, counts]) => ({ source, t, v: counts.new + counts.changed })),
  );
  const range = new TimeRange(query.from, query.to);
  const to = query.to === undefined ? Date.parse(now) + 1 : range.to;
  const from = query.from === undefined ? Math.min(to, ...minutes.map(({ t }) => t)) : range.from;
  const spans = (width: number) => Math.ceil(to / width) - Math.floor(from / width);
  const bucket = spans(widths.minute) <= mostPoints ? 'minute' : spans(widths.hour) <= mostPoints ? 'hour' : 'day';
  const start = (time: number) => Math.floor(time / widths[bucket]) * widths[bucket];
  const points = new Map<string, Map<number, number>>();
  for (const { source, t, v } of minutes) {
    if (v === 0 || start(t) < start(from) || start(t) >= to) continue;
    const own = points.get(source) ?? new Map<number, number>();
    points.set(source, own);
    own.set(start(t), (own.get(start(t)) ?? 0) + v);
  }
  const series = [...points]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, own]) => ({
      source,
      points: [...own]
        .sort(([a], [b]) => a - b)
        .slice(-mostPoints)
        .map(([t, v]) => ({ t: new Date(t).toISOString(), v })),
    }));
  return { bucket, series };
};
