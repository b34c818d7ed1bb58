import * as z from 'zod';

const count = z.int().nonnegative();

/** One place where two JSON values differ. */
export const differenceSchema = z.object({
  op: z.enum(['add', 'remove', 'replace']),
  path: z.string().describe('JSON pointer'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

const resultSchema = z.object({
  pages: count.describe('pages applied again'),
  chosen: count.describe('how many of them were fetched on the days asked for'),
  ...{ new: count, changed: count, unchanged: count, removed: count, quarantined: count },
  lost: count.describe(
    'shown records that would be gone because the raw pages that brought them are no longer kept; more than 0 is refused, but in a dry run',
  ),
  holes: z.array(z.object({ key: z.string(), detail: z.string() })).describe('pages that could not be applied; the workers try them again'),
  samples: z
    .array(z.object({ id: z.string(), kind: z.enum(['new', 'changed', 'removed']), changes: z.array(differenceSchema) }))
    .describe('the first few records that differ'),
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
    .describe('unfinished: it was begun, its end was never written down, and this process does not work on it'),
  detail: z.string().optional().describe('why it failed, or what is known of it from the audit log'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  progress: z.object({ done: count, total: count.nullable() }).describe('pages'),
  result: resultSchema.nullable().describe('null until it is done, and when it was done before this process started'),
});
export type Replay = z.infer<typeof replaySchema>;
