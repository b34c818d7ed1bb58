import { failureGroupSchema, failuresQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const { source, stream, runId, kind, status, reason } = failuresQuerySchema.shape;

/** The groups of the failures that match. */
export const failureGroupsSchema = z.object({
  items: z.array(failureGroupSchema).describe('the largest first'),
  grouped: z.int().nonnegative().describe('number of failures in the groups'),
  more: z.boolean().describe('true if there are too many failures to look through; the oldest are then in no group'),
});

export class FailureGroupsQueryDto extends createZodDto(z.strictObject({ source, stream, runId, kind, status, reason })) {}
export class FailureGroupDto extends createZodDto(failureGroupSchema) {}
export class FailureGroupsDto extends createZodDto(failureGroupsSchema) {}
