import * as z from 'zod';
import { sourcePauseSchema } from './settings/source-pause';
import { countsSchema, runSchema } from './runs/run';

/** Freshness of a stream or a source, from its newest finished run and the age of its newest good run. */
export const freshnessSchema = z
  .enum(['fresh', 'partial', 'late', 'stale', 'failing', 'invalid', 'paused', 'never', 'removed'])
  .describe(
    'fresh: the last finished run was good and is recent enough. partial: the last finished run refused records. late: the last good run is older than one period of the schedule. stale: it is older than two. failing: the last finished run failed, or refused more than a fifth of its records. invalid: a file of the source has problems. paused: the source is disabled, or a person paused it. never: no run has succeeded yet. removed: the source is no longer declared, but its stored data remains',
  );
export type Freshness = z.infer<typeof freshnessSchema>;

/** Current activity of a stream or a source, independent of its freshness. */
export const activitySchema = z
  .enum(['idle', 'running', 'waiting'])
  .describe('running: a run is in progress. waiting: the source asked to wait; the run resumes automatically at `waitingUntil`');
export type Activity = z.infer<typeof activitySchema>;

const status = {
  name: z.string(),
  freshness: freshnessSchema,
  activity: activitySchema,
  waitingUntil: z.iso.datetime().nullable(),
  records: z.int().nonnegative(),
};

/** One stream of a source, as the API returns it. */
export const streamStatusSchema = z.object({
  ...status,
  lastRun: runSchema.nullable().describe('the newest run, finished or not'),
  lastFinishedRun: runSchema.nullable().describe('the newest run with a result, so not one that is running, waiting or cancelled'),
  lastSuccessAt: z.iso.datetime().nullable(),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;

/** Sum of the runs of several streams. */
export const runSumSchema = z.object({
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  state: z.string(),
  counts: countsSchema,
});

/** One source, as the API returns it: its settings without secrets, and its status. */
export const sourceStatusSchema = z.object({
  ...status,
  enabled: z.boolean().describe('as the file of the source says'),
  pause: sourcePauseSchema.nullable().describe('set while a person has paused the source, whatever its file says'),
  schedule: z.object({ cron: z.string(), timeZone: z.string() }).nullable().describe('null if the source is invalid or removed'),
  nextRunAt: z.iso.datetime().nullable(),
  freshness: freshnessSchema.describe('the worst freshness of its streams; invalid if a file of the source has problems'),
  lastRun: runSumSchema.nullable().describe('sum of the newest run of each stream, finished or not'),
  lastFinishedRun: runSumSchema.nullable().describe('sum of the newest finished run of each stream'),
  streams: z.array(streamStatusSchema).describe('the declared streams, and removed streams that still have records'),
  problems: z.array(z.string()).describe('why the source cannot run; empty if it can'),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
