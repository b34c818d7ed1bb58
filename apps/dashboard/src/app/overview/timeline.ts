import type { Analytics } from '@twl/contracts';

const widths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const fewest = 12;
const most = 500;

type Timeline = Analytics['timeline'];

/**
 * Fills the time line: a bucket without records counts 0. It has at least enough points for a line and at most as many
 * as can be drawn.
 */
export const fillTimeline = ({ bucket, series }: Timeline): Timeline => {
  const width = widths[bucket];
  const times = series.flatMap(({ points }) => points.map(({ t }) => Date.parse(t)));
  if (times.length === 0) return { bucket, series };
  const last = times.reduce((a, b) => Math.max(a, b));
  const first = times.reduce((a, b) => Math.min(a, b));
  const length = Math.min(Math.max(Math.round((last - first) / width) + 1, fewest), most);
  const buckets = Array.from({ length }, (_, index) => new Date(last - (length - 1 - index) * width).toISOString());
  return { bucket, series: series.map(({ source, points }) => ({ source, points: filled(points, buckets) })) };
};

const filled = (points: Timeline['series'][number]['points'], buckets: string[]) => {
  const values = new Map(points.map(({ t, v }) => [Date.parse(t), v]));
  return buckets.map((t) => ({ t, v: values.get(Date.parse(t)) ?? 0 }));
};
