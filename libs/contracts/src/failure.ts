import * as z from 'zod';
import { pageIdSchema } from './page-id';
import { rawRefSchema } from './record';

/** Reason why a record or a page was refused; docs/reasons.md describes each. */
export const reasonSchema = z.enum([
  'UNPARSABLE',
  'SHAPE',
  'TRUNCATED',
  'ENCODING',
  'TOO_LARGE',
  'TOO_DEEP',
  'KEY_MISSING',
  'KEY_INVALID',
  'KEY_TOO_LONG',
  'CONTRACT',
  'TRANSFORM',
  'RAW_MISSING',
  'RAW_CORRUPT',
  'UNPROCESSABLE',
]);
export type Reason = z.infer<typeof reasonSchema>;

/** A refused record, page or message, and its current status. */
export const failureSchema = z.object({
  id: z.string(),
  kind: z.enum(['record', 'page', 'message']),
  status: z
    .enum(['open', 'resolved', 'discarded', 'superseded'])
    .describe(
      'open: not handled yet. resolved: applied later. discarded: a person gave it up. superseded: a later run fetched the same record, applied or refused again',
    ),
  ...pageIdSchema.shape,
  reason: reasonSchema,
  detail: z.string().describe('what is wrong, as a text to read'),
  pointer: z.string().describe('JSON pointer to the record in its page; empty for the whole page'),
  rawRef: rawRefSchema,
  data: z.unknown().describe('the refused record; for a page that violates a contract, the changes found in it; null for any other page'),
  attempts: z.int().positive(),
  first: z
    .object({ reason: reasonSchema, detail: z.string() })
    .optional()
    .describe('the first refusal, if a redrive was refused too; `reason` and `detail` are then those of the newest refusal'),
  at: z.iso.datetime().describe('when the page was fetched'),
  key: z.string().optional().describe('primary key of the refused record, if it could be read'),
  seen: z
    .object({ count: z.int().min(2), first: z.iso.datetime(), last: z.iso.datetime() })
    .optional()
    .describe('how many runs refused the same record for this reason, and when; absent for a single run'),
  supersededBy: z.string().optional().describe('id of the failure of a later run that replaces this one; absent if the record was applied'),
});
export type Failure = z.infer<typeof failureSchema>;
