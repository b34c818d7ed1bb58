import * as z from 'zod';
import { filters } from '../queries/filters';
import { recordSchema, type CuratedRecord } from '../record';

/** What a change did to a record; or what the feed does: it begins a stream with its records, or begins it anew. */
const changeKinds = ['new', 'changed', 'deleted', 'restored', 'snapshot', 'reset'] as const;

/** One change of the feed. */
export const changeSchema = z.object({
  id: z.string().describe('the same each time the feed is read; whoever has seen it may leave it out'),
  kind: z
    .enum(changeKinds)
    .describe(
      'new, changed, deleted, restored: what was done. snapshot: a record that existed when the feed began to read its stream. reset: all records of the stream were replaced; forget them, those that exist follow as snapshot',
    ),
  source: z.string(),
  stream: z.string(),
  at: z.iso.datetime().describe('when it was written; of a snapshot or reset, when it was read'),
  recordId: z.string().nullable().describe('null for a reset'),
  version: z.int().positive().nullable().describe('version that the change made; if `record` has a higher one, its change follows'),
  record: recordSchema.nullable().describe('the record as it is now, with `deletedAt` if it is deleted; null for a reset'),
});

/** Same shape as {@link changeSchema}, with exact JSON. */
export type Change = Omit<z.infer<typeof changeSchema>, 'record'> & { record: CuratedRecord | null };
export type ChangeKind = Change['kind'];

/** Default and maximum number of changes of one response. */
const changeLimits = { default: 200, max: 1000 } as const;

/** Query parameters of `/changes`. Oldest first. */
export const changesQuerySchema = z.strictObject({
  source: filters.source,
  stream: filters.stream,
  limit: z.coerce.number().int().min(1).max(changeLimits.max).default(changeLimits.default).describe('maximum number of changes'),
  after: z
    .string()
    .max(8192)
    .meta({ pattern: '^[A-Za-z0-9_-]+$' })
    .optional()
    .describe('`next` of the previous response, with the same filters; without it the feed begins with a snapshot of all records'),
});
export type ChangesQuery = z.infer<typeof changesQuerySchema>;

/** Changes, and where to go on. */
export const changesSchema = z.object({
  changes: z.array(changeSchema),
  next: z.string().describe('`after` of the next request; never null: the feed has no end'),
  more: z.boolean().describe('true if more changes are there already'),
});
