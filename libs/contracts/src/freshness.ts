import * as z from 'zod';
import { countsSchema, runSchema } from './runs/run';

/** How a stream or a source is, by its newest finished run and by the age of its newest good one. */
export const freshnessSchema = z
  .enum(['fresh', 'partial', 'late', 'stale', 'failing', 'invalid', 'paused', 'never', 'removed'])
  .describe(
    'fresh: the last finished run was good and is recent enough. partial: records were refused. late, stale: the last good run is older than one, two periods of the schedule. failing: the last finished run failed, or refused more than a fifth. invalid: a file of the source has problems. removed: it is no longer declared, and what was stored is still here',
  );
export type Freshness = z.infer<typeof freshnessSchema>;

/** What a stream or a source does right now; says nothing of how it is. */
export const activitySchema = z
  .enum(['idle', 'running', 'waiting'])
  .describe('waiting: the source asked to wait, and the run resumes by itself at `waitingUntil`');
export type Activity = z.infer<typeof activitySchema>;

const status = {
  name: z.string(),
  freshness: freshnessSchema,
  activity: activitySchema,
  waitingUntil: z.iso.datetime().nullable(),
  records: z.int().nonnegative(),
};

/** One stream of a source as the API shows it. */
export const streamStatusSchema = z.object({
  ...status,
  lastRun: runSchema.nullable().describe('the newest run, finished or not'),
  lastFinishedRun: runSchema.nullable().describe('the newest run with a result: not one that runs, waits or was cancelled'),
  lastSuccessAt: z.iso.datetime().nullable(),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;

/** Runs of several streams, added up. */
export const runSumSchema = z.object({
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  state: z.string(),
  counts: countsSchema,
});

/** One source as the API shows it: its settings without secrets, and how it does. */
export const sourceStatusSchema = z.object({
  ...status,
  enabled: z.boolean(),
  schedule: z.object({ cron: z.string(), timeZone: z.string() }).nullable().describe('null for a source that is invalid or removed'),
  nextRunAt: z.iso.datetime().nullable(),
  freshness: freshnessSchema.describe("the worst of its streams'; invalid when a file of the source has problems"),
  lastRun: runSumSchema.nullable().describe('the newest run of every stream, finished or not, added up'),
  lastFinishedRun: runSumSchema.nullable().describe('the newest finished run of every stream, added up'),
  streams: z.array(streamStatusSchema).describe('the declared streams, and those that are no longer declared but have records'),
  problems: z.array(z.string()).describe('why the source cannot run; empty when it can'),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
