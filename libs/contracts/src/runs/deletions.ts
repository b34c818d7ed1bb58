import * as z from 'zod';

const maxShare = z
  .number()
  .gt(0)
  .max(1)
  .default(0.2)
  .describe('if more than this share of the records is missing at once, a person must confirm the deletion');

const flag = {
  field: z
    .string()
    .regex(/^(?!.*\.\.)[^.].*[^.\\]$|^[^.\\]$/, 'a field of the record; parts are separated by dots: meta.deleted_at')
    .describe('field by which the source marks a record as deleted; parts are separated by dots'),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional()
    .describe(
      'values of the field that mean deleted; default any value but null, false, 0, an empty text and a zero date such as 0000-00-00',
    ),
};

const snapshot = z.strictObject({ mode: z.literal('snapshot'), maxShare, field: flag.field.optional(), values: flag.values });

/** How records are handled that a source no longer lists, or marks as deleted. */
export const deletionsSettingSchema = z
  .union([
    z.enum(['none', 'snapshot']),
    snapshot.refine(({ field, values }) => field !== undefined || values === undefined, 'values need a field'),
    z.strictObject(flag),
  ])
  .describe(
    'snapshot: every run lists all records; records that a complete run no longer lists are marked as deleted; not for incremental streams. field: deletes records that the source marks as deleted',
  );
export type DeletionsSetting = z.infer<typeof deletionsSettingSchema>;

/** Share of a stream's records that may be deleted without confirmation; undefined if a missing record is not deleted. */
export const deletableShare = (setting: DeletionsSetting): number | undefined => {
  if (typeof setting === 'object') return 'mode' in setting ? setting.maxShare : undefined;
  return setting === 'snapshot' ? maxShare.parse(undefined) : undefined;
};

/** Field and values by which a source marks a record as deleted; undefined if it has none. */
export const deletionFlag = (
  setting: DeletionsSetting,
): { field: string; values?: (string | number | boolean)[] | undefined } | undefined =>
  typeof setting === 'object' && setting.field !== undefined ? { field: setting.field, values: setting.values } : undefined;

/** Missing records of a run, and the state of their deletion. */
export const runDeletionsSchema = z.object({
  state: z
    .enum(['waiting', 'pending', 'confirmed', 'deleting', 'deleted', 'undoing', 'undone'])
    .describe(
      'waiting: missing records are not determined yet, because pages of the run are refused. pending: a person must confirm. confirmed, deleting, undoing: in progress. deleted, undone: complete',
    ),
  missing: z.int().nonnegative().describe('records of the stream that the run did not list'),
  of: z.int().nonnegative().describe('records of the stream before the run'),
  at: z.iso.datetime().optional().describe('when a person decided'),
});
export type RunDeletions = z.infer<typeof runDeletionsSchema>;
