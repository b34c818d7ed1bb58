import * as z from 'zod';

/** Something a person should know about a run that is no failure. Told once, with how often it happened. */
export const runNoteSchema = z.object({
  code: z
    .string()
    .regex(/^[A-Z][A-Z_]*$/)
    .describe('what kind of note it is; docs/reasons.md lists them'),
  detail: z.string().describe('what happened first, in a sentence'),
  count: z.int().positive().describe('how often it happened in the run'),
});
export type RunNote = z.infer<typeof runNoteSchema>;
