import * as z from 'zod';

const maxShare = z
  .number()
  .gt(0)
  .max(1)
  .default(0.2)
  .describe('more than this share gone at once is deleted only after a person confirmed it');

const flag = {
  field: z
    .string()
    .regex(/^(?!.*\.\.)[^.].*[^.\\]$|^[^.\\]$/, 'a field of the record; parts are divided by dots: meta.deleted_at')
    .describe('the field by which the source itself says that a record is deleted; parts are divided by dots'),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional()
    .describe('the values of the field that say so; without them any but null, false, 0, an empty text and a date that is none'),
};

const snapshot = z.strictObject({ mode: z.literal('snapshot'), maxShare, field: flag.field.optional(), values: flag.values });

/** What becomes of records that a source no longer lists, or lists as deleted. */
export const deletionsSettingSchema = z
  .union([
    z.enum(['none', 'snapshot']),
    snapshot.refine(({ field, values }) => field !== undefined || values === undefined, 'values need the field that has them'),
    z.strictObject(flag),
  ])
  .describe(
    'snapshot: every run lists everything, and what a complete run no longer lists is marked as deleted; not for incremental streams. field: records that the source marks as deleted',
  );
export type DeletionsSetting = z.infer<typeof deletionsSettingSchema>;

/** The share of a stream's records that may be deleted without being asked about; undefined where absence means nothing. */
export const deletableShare = (setting: DeletionsSetting): number | undefined => {
  if (typeof setting === 'object') return 'mode' in setting ? setting.maxShare : undefined;
  return setting === 'snapshot' ? maxShare.parse(undefined) : undefined;
};

/** By which field, and which values of it, a source says that a record is deleted; undefined where it does not. */
export const deletionFlag = (
  setting: DeletionsSetting,
): { field: string; values?: (string | number | boolean)[] | undefined } | undefined =>
  typeof setting === 'object' && setting.field !== undefined ? { field: setting.field, values: setting.values } : undefined;

/** What a run found gone, and what became of that. */
export const runDeletionsSchema = z.object({
  state: z
    .enum(['waiting', 'pending', 'confirmed', 'deleting', 'deleted', 'undoing', 'undone'])
    .describe(
      'waiting: not looked for yet, because pages of the run are set aside; pending: a person has to confirm; confirmed, deleting and undoing: it is being done',
    ),
  gone: z.int().nonnegative().describe('records that the stream had and the run did not list'),
  of: z.int().nonnegative().describe('records that the stream had before the run'),
  at: z.iso.datetime().optional().describe('when a person decided'),
});
export type RunDeletions = z.infer<typeof runDeletionsSchema>;
