import * as z from 'zod';

const count = z.int().nonnegative();

/** One difference between two JSON values. */
export const differenceSchema = z.object({
  op: z.enum(['add', 'remove', 'replace']),
  path: z.string().describe('JSON pointer'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

const resultSchema = z.object({
  pages: count.describe('number of pages applied'),
  chosen: count.describe('number of these pages fetched on the requested days'),
  ...{ new: count, changed: count, unchanged: count, removed: count, quarantined: count },
  lost: count.describe(
    'records that would be lost because their raw pages have expired; if more than 0, the replay is refused, except in a dry run',
  ),
  holes: z.array(z.object({ key: z.string(), detail: z.string() })).describe('pages that could not be applied; the workers retry them'),
  samples: z
    .array(z.object({ id: z.string(), kind: z.enum(['new', 'changed', 'removed']), changes: z.array(differenceSchema) }))
    .describe('the first records that differ'),
});
export type ReplayResult = z.infer<typeof resultSchema>;

/** The replay of one stream. */
export const replaySchema = z.object({
  id: z.string(),
  source: z.string(),
  stream: z.string(),
  dryRun: z.boolean(),
  state: z
    .enum(['waiting', 'running', 'done', 'failed', 'unfinished'])
    .describe('unfinished: the audit log has a start but no end, and this process does not run it'),
  detail: z.string().optional().describe('why it failed, or its result from the audit log'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  progress: z.object({ done: count, total: count.nullable() }).describe('pages'),
  result: resultSchema.nullable().describe('null until the replay is done, and for replays of other processes'),
});
export type Replay = z.infer<typeof replaySchema>;
