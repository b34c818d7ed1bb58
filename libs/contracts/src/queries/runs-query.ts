import * as z from 'zod';
import { filters } from './filters';
import { paging } from './list';
import { runStateSchema } from '../runs/run';

/** Query parameters of `/runs`. Newest first. */
export const runsQuerySchema = z.strictObject({
  source: filters.source,
  stream: filters.stream,
  state: runStateSchema.optional(),
  ...paging,
});
export type RunsQuery = z.infer<typeof runsQuerySchema>;
