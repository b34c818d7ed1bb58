import * as z from 'zod';
import { countsSchema, runSchema } from './run';

/** Age of a stream's newest successful run against its schedule. */
export const freshnessSchema = z.enum(['fresh', 'late', 'stale', 'failing', 'running', 'paused', 'never']);
export type Freshness = z.infer<typeof freshnessSchema>;

/** One stream of a source as the API shows it. */
export const streamStatusSchema = z.object({
  name: z.string(),
  freshness: freshnessSchema,
  records: z.int().nonnegative(),
  lastRun: runSchema.nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;

/** One source as the API shows it: its settings without secrets, and how it does. */
export const sourceStatusSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  schedule: z.object({ cron: z.string(), timeZone: z.string() }),
  nextRunAt: z.iso.datetime().nullable(),
  freshness: freshnessSchema.describe("the worst of its streams'"),
  records: z.int().nonnegative(),
  lastRun: z
    .object({ startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(), state: z.string(), counts: countsSchema })
    .nullable()
    .describe('the newest run of every stream, added up'),
  streams: z.array(streamStatusSchema),
  problems: z.array(z.string()).describe('why the source cannot run; empty when it can'),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
