import * as z from 'zod';

const maxShare = z
  .number()
  .gt(0)
  .max(1)
  .default(0.2)
  .describe('more than this share gone at once is deleted only after a person confirmed it');

/** What becomes of records that a source no longer lists. */
export const deletionsSettingSchema = z
  .union([z.enum(['none', 'snapshot']), z.strictObject({ mode: z.literal('snapshot'), maxShare })])
  .describe(
    'snapshot: every run lists everything, and what a complete run no longer lists is marked as deleted; not for incremental streams',
  );
export type DeletionsSetting = z.infer<typeof deletionsSettingSchema>;

/** The share of a stream's records that may be deleted without being asked about; undefined where absence means nothing. */
export const deletableShare = (setting: DeletionsSetting): number | undefined => {
  if (typeof setting === 'object') return setting.maxShare;
  return setting === 'snapshot' ? maxShare.parse(undefined) : undefined;
};

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
