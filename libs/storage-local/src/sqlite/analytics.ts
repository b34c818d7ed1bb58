import { fromOrderText, TimeRange } from '@twl/ports';
import type { Analytics, AnalyticsQuery } from '@twl/contracts';
import { widths } from './counters';
import type { Database } from './database';
import { Streams, type StreamRow } from './streams';

/** The most points of a series. */
const maxPoints = 500;

type Bucket = keyof typeof widths;
type Range = { from: number; to: number };

/** Returns sums and series from counters alone: the cost does not grow with the number of records. */
export const analyse = (db: Database, query: AnalyticsQuery, now: string): Analytics => {
  const streams = new Streams(db).list({ source: query.source });
  const bySource = sumSources(db, streams);
  const total = (name: 'records' | 'quarantined') => bySource.reduce((sum, source) => sum + source[name], 0);
  return {
    totals: { records: total('records'), sources: bySource.length, runs: countRuns(db, streams), quarantined: total('quarantined') },
    bySource,
    timeline: timeline(db, streams, { query, now }),
  };
};

const countRuns = (db: Database, streams: StreamRow[]): number => {
  const ids = JSON.stringify(streams.map(({ id }) => id));
  return db.requireRow<{ count: number }>('SELECT count(*) AS count FROM json_each(?) j JOIN runs r ON r.stream_id = j.value', ids).count;
};

const sumSources = (db: Database, streams: StreamRow[]): Analytics['bySource'] => {
  const sums = `
    SELECT s.source, sum(g.records) AS records, sum(g.created) AS new, sum(g.changed) AS changed, sum(g.quarantined) AS quarantined
    FROM json_each(?) j JOIN streams s ON s.id = j.value JOIN generations g ON g.id = s.generation
    WHERE EXISTS (SELECT 1 FROM counters c WHERE c.generation = g.id) GROUP BY s.source ORDER BY s.source`;
  return db
    .all<Analytics['bySource'][number]>(sums, JSON.stringify(streams.map(({ id }) => id)))
    .map((row) => ({ ...row, source: fromOrderText(row.source) }));
};

const timeline = (db: Database, streams: StreamRow[], asked: { query: AnalyticsQuery; now: string }): Analytics['timeline'] => {
  const generations = JSON.stringify(streams.map(({ generation }) => generation));
  const range = rangeOf(db, generations, asked);
  const bucket = bucketOf(range);
  return { bucket, series: seriesOf(db, generations, { bucket, range }) };
};

const rangeOf = (db: Database, generations: string, { query, now }: { query: AnalyticsQuery; now: string }): Range => {
  const asked = new TimeRange(query.from, query.to);
  const to = query.to === undefined ? Date.parse(now) + 1 : asked.to;
  if (query.from !== undefined) return { from: asked.from, to };
  const own = `SELECT start FROM counters WHERE generation = j.value AND width = ${widths.minute} ORDER BY start LIMIT 1`;
  const first = `SELECT min((${own})) AS first FROM json_each(?) j`;
  return { from: Math.min(to, db.get<{ first: number | null }>(first, generations)?.first ?? to), to };
};

/** Returns the narrowest bucket width that keeps the series within the most points. */
const bucketOf = ({ from, to }: Range): Bucket => {
  const spans = (width: number) => Math.ceil(to / width) - Math.floor(from / width);
  if (spans(widths.minute) <= maxPoints) return 'minute';
  return spans(widths.hour) <= maxPoints ? 'hour' : 'day';
};

const seriesOf = (
  db: Database,
  generations: string,
  { bucket, range }: { bucket: Bucket; range: Range },
): Analytics['timeline']['series'] => {
  const width = widths[bucket];
  const points = `
    SELECT s.source, c.start, sum(c.created + c.changed) AS v FROM json_each(?) j
    CROSS JOIN counters c ON c.generation = j.value AND c.width = ? AND c.start >= ? AND c.start < ?
    JOIN streams s ON s.generation = c.generation
    GROUP BY s.source, c.start HAVING v > 0 ORDER BY s.source, c.start`;
  const series = new Map<string, { t: string; v: number }[]>();
  const start = Math.floor(range.from / width) * width;
  for (const [source, t, v] of db.tuples<[string, number, number]>(points, generations, width, start, range.to)) {
    const own = series.get(source) ?? [];
    series.set(source, [...own.slice(1 - maxPoints), { t: new Date(t).toISOString(), v }]);
  }
  return [...series].map(([source, own]) => ({ source: fromOrderText(source), points: own }));
};
