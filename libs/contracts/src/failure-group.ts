import * as z from 'zod';
import { failureSchema, reasonSchema } from './failure';

/** Failures of one stream with one reason and one problem. */
export const failureGroupSchema = z.object({
  id: z.string().describe('the same for the same source, stream, reason and problem'),
  source: z.string(),
  stream: z.string(),
  reason: reasonSchema,
  problem: z
    .string()
    .describe('what was wrong, and where, with `*` in place of numbers and quoted values that differ from record to record'),
  count: z.int().positive(),
  first: z.iso.datetime().describe('when the page of the oldest of them was fetched, or of the first run that refused the same record'),
  last: z.iso.datetime().describe('when the page of the newest of them was fetched'),
  trend: z.array(z.int().nonnegative()).length(7).describe('how many of them are of each of the last 7 spans of 24 hours, oldest first'),
  sample: failureSchema.describe('the newest of them'),
});
export type FailureGroup = z.infer<typeof failureGroupSchema>;
