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

const group = z.string().min(1).max(40).optional().describe('only those of this group of `/failure-groups`');
const openFailures = z.strictObject({ source, stream, runId, kind, reason, group });
const filter = openFailures.prefault({}).describe('which open failures; all if empty');
const chosenIds = z.array(z.string().min(1).max(400)).min(1).max(1000).optional().describe('ids of the failures, instead of a filter');
const preview = z.boolean().default(true).describe('true: only list the matching failures');
const limit = z.int().min(1).max(redriveLimits.max).default(redriveLimits.default).describe('maximum number of failures');

const bulkSchema = z.strictObject({
  filter,
  ids: chosenIds,
  dryRun: preview,
  limit,
  why: why.optional().describe('reason, for the audit log; required unless it is a dry run'),
  who,
});

const hasOneChoice = (body: z.infer<typeof bulkSchema>): boolean =>
  !body.ids || Object.values(body.filter).every((value) => value === undefined);
const hasReason = (body: z.infer<typeof bulkSchema>): boolean => body.dryRun || body.why !== undefined;
const oneChoice = { path: ['ids'], message: 'cannot be combined with a filter' };
const needsReason = { path: ['why'], message: 'is required unless it is a dry run' };

const discardManySchema = bulkSchema.refine(hasOneChoice, oneChoice).refine(hasReason, needsReason);
export type DiscardMany = z.infer<typeof discardManySchema>;

const redriveManySchema = bulkSchema
  .extend({ rate: z.number().min(0.1).max(1000).optional().describe('maximum redrives started per second') })
  .refine(hasOneChoice, oneChoice)
  .refine(hasReason, needsReason);
export type RedriveMany = z.infer<typeof redriveManySchema>;

const bulkResult = {
  id: z.string(),
  dryRun: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  detail: z.string().optional().describe('why it failed'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  matched: z.int().nonnegative().describe('number of failures to work on'),
  more: z.boolean().describe('true if more failures match than the limit allows'),
  done: z.int().nonnegative().describe('number of failures done so far'),
};

/** A bulk redrive: its progress and the result of each failure. */
export const redrivesSchema = z.object({
  ...bulkResult,
  results: z
    .array(z.object({ id: z.string(), ...result, kind: z.enum([...result.kind.options, 'failed', 'matched']) }))
    .describe('one per failure, in processing order; in a dry run each has the kind matched'),
});
export type Redrives = z.infer<typeof redrivesSchema>;

/** A bulk discard: its progress and the result of each failure. */
export const discardsSchema = z.object({
  ...bulkResult,
  results: z
    .array(
      z.object({
        id: z.string(),
        kind: z.enum(['discarded', 'closed', 'failed', 'matched']),
        status: result.status,
        detail: z.string().optional().describe('why it failed'),
      }),
    )
    .describe('one per failure, in processing order; in a dry run each has the kind matched'),
});
export type Discards = z.infer<typeof discardsSchema>;

export class OpenFailuresDto extends createZodDto(openFailures) {}
export class RedriveFailureDto extends createZodDto(z.strictObject({ why: why.optional(), who })) {}
export class DiscardFailureDto extends createZodDto(z.strictObject({ why, who })) {}
export class RedriveDto extends createZodDto(redriveSchema) {}
export class DiscardDto extends createZodDto(discardSchema) {}
export class RedriveFailuresDto extends createZodDto(redriveManySchema) {}
export class DiscardFailuresDto extends createZodDto(discardManySchema) {}
export class DiscardsDto extends createZodDto(discardsSchema) {}
export class RedrivesDto extends createZodDto(redrivesSchema) {}
