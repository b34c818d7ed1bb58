import * as z from 'zod';

/** Notable event of a run that is not a failure, reported once with a count. */
export const runNoteSchema = z.object({
  code: z
    .string()
    .regex(/^[A-Z][A-Z_]*$/)
    .describe('kind of note; docs/reasons.md lists them'),
  detail: z.string().describe('description of the first occurrence'),
  count: z.int().positive().describe('number of occurrences in the run'),
});
export type RunNote = z.infer<typeof runNoteSchema>;
