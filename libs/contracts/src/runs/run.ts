import * as z from 'zod';
import { runDeletionsSchema } from './deletions';
import { runNoteSchema } from './run-note';
import { usageSchema } from './usage';

/** What started a run. */
export const triggerSchema = z.enum(['schedule', 'manual']);
export type Trigger = z.infer<typeof triggerSchema>;

/** State of a run. A redrive can correct that of a closed run, and a decision about its deletions makes it `running` again. */
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

/** What became of one fetched record. */
export const outcomes = ['new', 'changed', 'unchanged', 'stale', 'duplicate', 'quarantined', 'filtered'] as const;
export type Outcome = (typeof outcomes)[number];

const count = z.int().nonnegative();

/** Records per outcome. The books balance when `fetched` equals the sum of the rest. */
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
    .describe('records marked as deleted because the run no longer lists them, or lists them as deleted; no part of fetched'),
});
export type Counts = z.infer<typeof countsSchema>;

/** One execution of one stream's ingestion. `seq` numbers the runs of a stream and is never reused. */
export const runSchema = z.object({
  id: z.string(),
  source: z.string(),
  stream: z.string(),
  seq: z.int().positive(),
  trigger: triggerSchema,
  state: runStateSchema,
  reason: z.string().optional(),
  notes: z
    .array(runNoteSchema)
    .optional()
    .describe('what a person should know about a run that did not fail; absent where there is nothing'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  pages: count.describe('pages stored in the raw zone'),
  bytes: count.describe('bytes of those pages, as answered'),
  counts: countsSchema,
  usage: usageSchema
    .optional()
    .describe('what the run asked AWS for, but for its last write and what followed; absent on the embedded engine'),
  deletions: runDeletionsSchema.optional().describe('what the run found gone; absent where it found nothing, or did not look'),
});
export type Run = z.infer<typeof runSchema>;

/** Counts with nothing in them yet. */
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

/** The sum of two books; neither is changed. */
export const addCounts = (a: Counts, b: Counts): Counts => {
  const sum = noCounts();
  for (const key of ['fetched', ...outcomes] as const) sum[key] = a[key] + b[key];
  const isWithDeleted = a.deleted !== undefined || b.deleted !== undefined;
  return isWithDeleted ? { ...sum, deleted: (a.deleted ?? 0) + (b.deleted ?? 0) } : sum;
};

/** Whether every fetched record has exactly one outcome. */
export const isBalanced = (counts: Counts): boolean => counts.fetched === outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
