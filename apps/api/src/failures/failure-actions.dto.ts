import { failureSchema, failuresQuerySchema, outcomes } from '@twl/contracts';
import { redriveLimits } from '@twl/pipeline';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

const result = {
  kind: z
    .enum(['applied', 'queued', 'refused', 'closed'])
    .describe(
      'applied: the record is stored, at its position in the order of observations. queued: its page is processed again. refused: the current manifest or settings still refuse it. closed: it was redriven, discarded or superseded before',
    ),
  outcome: z.enum(outcomes).optional().describe('outcome of an applied record'),
  detail: z.string().optional().describe('why it was refused or failed'),
  status: failureSchema.shape.status.optional().describe('status of a closed failure'),
};

/** Result of a redrive, with the updated failure. */
export const redriveSchema = z.object({ ...result, failure: failureSchema });

/** Result of a discard, with the updated failure. */
export const discardSchema = z.object({
  kind: z.enum(['discarded', 'closed']).describe('closed: it was redriven, discarded or superseded before'),
  failure: failureSchema,
});

const { source, stream, runId, kind, reason } = failuresQuerySchema.shape;

const redriveManySchema = z
  .strictObject({
    filter: z.strictObject({ source, stream, runId, kind, reason }).prefault({}).describe('which open failures; all if empty'),
    ids: z.array(z.string().min(1).max(400)).min(1).max(1000).optional().describe('ids of the failures, instead of a filter'),
    dryRun: z.boolean().default(true).describe('true: only list the matching failures'),
    limit: z.int().min(1).max(redriveLimits.max).default(redriveLimits.default).describe('maximum number of failures'),
    rate: z.number().min(0.1).max(1000).optional().describe('maximum redrives started per second'),
    why: why.optional().describe('reason, for the audit log; required unless it is a dry run'),
    who,
  })
  .refine((body) => !body.ids || Object.values(body.filter).every((value) => value === undefined), {
    path: ['ids'],
    message: 'cannot be combined with a filter',
  })
  .refine((body) => body.dryRun || body.why !== undefined, { path: ['why'], message: 'is required unless it is a dry run' });
export type RedriveMany = z.infer<typeof redriveManySchema>;

/** A bulk redrive: its progress and the result of each failure. */
export const redrivesSchema = z.object({
  id: z.string(),
  dryRun: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  detail: z.string().optional().describe('why it failed'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  matched: z.int().nonnegative().describe('number of failures to redrive'),
  more: z.boolean().describe('true if more failures match than the limit allows'),
  done: z.int().nonnegative().describe('number of failures redriven so far'),
  results: z
    .array(z.object({ id: z.string(), ...result, kind: z.enum([...result.kind.options, 'failed', 'matched']) }))
    .describe('one per failure, in processing order; in a dry run each has the kind matched'),
});
export type Redrives = z.infer<typeof redrivesSchema>;

export class RedriveFailureDto extends createZodDto(z.strictObject({ why: why.optional(), who })) {}
export class DiscardFailureDto extends createZodDto(z.strictObject({ why, who })) {}
export class RedriveDto extends createZodDto(redriveSchema) {}
export class DiscardDto extends createZodDto(discardSchema) {}
export class RedriveFailuresDto extends createZodDto(redriveManySchema) {}
export class RedrivesDto extends createZodDto(redrivesSchema) {}
