import * as z from 'zod';
import { runDeletionsSchema } from './deletions';
import { runNoteSchema } from './run-note';
import { usageSchema } from './usage';

/** Trigger of a run. */
export const triggerSchema = z.enum(['schedule', 'manual']);
export type Trigger = z.infer<typeof triggerSchema>;

/** State of a run. A redrive can change the state of a closed run; a decision about its deletions sets it to `running` again. */
export const runStateSchema = z.enum([
  'running',
  'succeeded',
  'partial',
  'failed',
  'not_modified',
  'suspect',
  'stalled',
  'deferred',
  'skipped_overlap',
  'cancelled',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** Outcomes of a fetched record. */
export const outcomes = ['new', 'changed', 'unchanged', 'stale', 'duplicate', 'quarantined', 'filtered'] as const;
export type Outcome = (typeof outcomes)[number];

const count = z.int().nonnegative();

/** Records per outcome. `fetched` equals the sum of the others. */
export const countsSchema = z.object({
  fetched: count,
  new: count,
  changed: count,
  unchanged: count,
  stale: count,
  duplicate: count,
  quarantined: count,
  filtered: count,
  deleted: z
    .int()
    .optional()
    .describe('records marked as deleted because the run no longer lists them, or the source marks them as deleted; not part of fetched'),
});
export type Counts = z.infer<typeof countsSchema>;

/** A request of a person to end a run. */
export const runCancellationSchema = z.object({
  who: z.string(),
  why: z.string().nullable(),
  at: z.iso.datetime(),
});
export type RunCancellation = z.infer<typeof runCancellationSchema>;

/** One run of one stream. `seq` numbers the runs of a stream and is never reused. */
export const runSchema = z.object({
  id: z.string(),
  source: z.string(),
  stream: z.string(),
  seq: z.int().positive(),
  trigger: triggerSchema,
  state: runStateSchema,
  reason: z.string().optional(),
  notes: z.array(runNoteSchema).optional().describe('notable events that are not failures; absent if there are none'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  pages: count.describe('pages stored in the raw zone'),
  bytes: count.describe('size of those pages, as received'),
  counts: countsSchema,
  usage: usageSchema
    .optional()
    .describe('AWS requests of the run, without its last write and what follows it; absent on the embedded engine'),
  cancellation: runCancellationSchema
    .optional()
    .describe('who asked to cancel the run; its worker notices within seconds and ends it with the pages it has; absent if nobody did'),
  deletions: runDeletionsSchema.optional().describe('missing records; absent if the run found none, or did not check'),
});
export type Run = z.infer<typeof runSchema>;

/** Returns counts of zero. */
export const noCounts = (): Counts => ({
  fetched: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  stale: 0,
  duplicate: 0,
  quarantined: 0,
  filtered: 0,
});

/** Adds two counts; changes neither. */
export const addCounts = (a: Counts, b: Counts): Counts => {
  const sum = noCounts();
  for (const key of ['fetched', ...outcomes] as const) sum[key] = a[key] + b[key];
  const isWithDeleted = a.deleted !== undefined || b.deleted !== undefined;
  return isWithDeleted ? { ...sum, deleted: (a.deleted ?? 0) + (b.deleted ?? 0) } : sum;
};

/** Returns true if every fetched record has exactly one outcome. */
export const isBalanced = (counts: Counts): boolean => counts.fetched === outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
