import * as z from 'zod';
import { filters, timeRange } from './queries/filters';

const count = z.int().nonnegative();

/** Totals, sums by source and a time line, computed from counters. */
export const analyticsSchema = z.object({
  totals: z.object({
    records: count,
    sources: count.describe('number of sources that `/sources` lists'),
    runs: count,
    quarantined: count,
  }),
  bySource: z
    .array(z.object({ source: z.string(), records: count, new: count, changed: count, quarantined: count }))
    .describe('one line for each source that `/sources` lists'),
  timeline: z.object({
    bucket: z.enum(['minute', 'hour', 'day']).describe('width of a bucket, chosen so that a series has at most 500 points'),
    series: z.array(
      z.object({
        source: z.string(),
        points: z.array(
          z.object({ t: z.iso.datetime().describe('start of the bucket'), v: count.describe('new and changed records in the bucket') }),
        ),
      }),
    ),
  }),
});
export type Analytics = z.infer<typeof analyticsSchema>;

/** Query parameters of `/analytics`. `from` and `to` limit the time line; totals and sums cover all times. */
export const analyticsQuerySchema = z.strictObject({
  source: filters.source.describe('limits totals, sums and time line to this source'),
  ...timeRange,
});
export type AnalyticsQuery = z.infer<typeof analyticsQuerySchema>;
