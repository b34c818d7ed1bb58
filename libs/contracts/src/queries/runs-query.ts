import * as z from 'zod';
import { filters } from './filters';
import { paging } from './list';
import { runStateSchema } from '../runs/run';

/** What `/runs` can be asked. Newest first. */
export const runsQuerySchema = z.strictObject({
  source: filters.source,
  stream: filters.stream,
  state: runStateSchema.optional(),
  ...paging,
});
export type RunsQuery = z.infer<typeof runsQuerySchema>;
