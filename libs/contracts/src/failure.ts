import * as z from 'zod';
import { pageIdSchema } from './page-id';
import { rawRefSchema } from './record';

/** Why a record or a page was refused. Documented in docs/reasons.md. */
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

/** A record or a whole page that was refused, and what became of it since. */
export const failureSchema = z.object({
  id: z.string(),
  kind: z.enum(['record', 'page', 'message']),
  status: z
    .enum(['open', 'resolved', 'discarded', 'superseded'])
    .describe('resolved: it was applied later. superseded: a later run brought the same record, refused again or well'),
  ...pageIdSchema.shape,
  reason: reasonSchema,
  detail: z.string().describe('what was wrong, for a person'),
  pointer: z.string().describe('JSON pointer of the record in its page; empty for the whole page'),
  rawRef: rawRefSchema,
  data: z.unknown().describe('the refused record; of a page that breaks a contract what it showed; null for any other page'),
  attempts: z.int().positive(),
  first: z
    .object({ reason: reasonSchema, detail: z.string() })
    .optional()
    .describe('the first refusal, where a redrive was refused since: `reason` and `detail` are those of the newest'),
  at: z.iso.datetime().describe('when the page was fetched'),
  key: z.string().optional().describe('the primary key of the refused record, where it could be read'),
  seen: z
    .object({ count: z.int().min(2), first: z.iso.datetime(), last: z.iso.datetime() })
    .optional()
    .describe('how many runs refused the same record for this reason, and when; absent for one'),
  supersededBy: z.string().optional().describe('the failure of a later run that stands for this one; absent where the record arrived well'),
});
export type Failure = z.infer<typeof failureSchema>;
