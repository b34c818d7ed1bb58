import * as z from 'zod';
import { failureSchema, reasonSchema } from '../failure';
import { filters } from './filters';
import { paging } from './list';

/** Query parameters of `/failures`. Newest first. */
export const failuresQuerySchema = z.strictObject({
  ...filters,
  kind: failureSchema.shape.kind.optional(),
  status: failureSchema.shape.status.optional(),
  reason: reasonSchema.optional(),
  ...paging,
});
export type FailuresQuery = z.infer<typeof failuresQuerySchema>;
