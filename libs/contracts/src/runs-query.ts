import * as z from 'zod';
import { paging } from './list';
import { runStateSchema } from './run';

/** What `/runs` can be asked. Newest first. */
export const runsQuerySchema = z.strictObject({
  source: z.string().optional(),
  stream: z.string().optional(),
  state: runStateSchema.optional(),
  ...paging,
});
export type RunsQuery = z.infer<typeof runsQuerySchema>;
