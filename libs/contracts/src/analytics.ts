import * as z from 'zod';
import { filters, stretch } from './queries/filters';

const count = z.int().nonnegative();

/** Sums and a time line, made from counters. */
export const analyticsSchema = z.object({
  totals: z.object({
    records: count,
    sources: count.describe('as many as `/sources` lists'),
    runs: count,
    quarantined: count,
  }),
  bySource: z
    .array(z.object({ source: z.string(), records: count, new: count, changed: count, quarantined: count }))
    .describe('one line for each source that `/sources` lists'),
  timeline: z.object({
    bucket: z.enum(['minute', 'hour', 'day']).describe('the width of a bucket, chosen so that a series has at most 500 points'),
    series: z.array(
      z.object({
        source: z.string(),
        points: z.array(
          z.object({ t: z.iso.datetime().describe('start of the bucket'), v: count.describe('records new or changed in it') }),
        ),
      }),
    ),
  }),
});
export type Analytics = z.infer<typeof analyticsSchema>;

/** What `/analytics` can be asked. Times bound the time line; totals and sums are of all times. */
export const analyticsQuerySchema = z.strictObject({
  source: filters.source.describe('narrows totals, sums and time line alike'),
  ...stretch,
});
export type AnalyticsQuery = z.infer<typeof analyticsQuerySchema>;
