import * as z from 'zod';

/** A pause of a source: its schedule makes no runs until a person resumes it. Kept in the store, beside `enabled` in its file. */
export const sourcePauseSchema = z.object({
  source: z.string(),
  who: z.string(),
  why: z.string().nullable(),
  at: z.iso.datetime(),
});
export type SourcePause = z.infer<typeof sourcePauseSchema>;
