import { failureSchema, failuresQuerySchema, outcomes } from '@twl/contracts';
import { redriveLimits } from '@twl/pipeline';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

const result = {
  kind: z
    .enum(['applied', 'queued', 'refused', 'closed'])
    .describe(
      'applied: the record is stored at its own place; queued: its page is processed again; refused: the manifest in force refuses it still; closed: somebody dealt with it before',
    ),
  outcome: z.enum(outcomes).optional().describe('what became of a record that was applied'),
  detail: z.string().optional().describe('why it was refused, or failed'),
  status: failureSchema.shape.status.optional().describe('how a closed one stands'),
};

/** What came of one redrive, and the failure as it then stands. */
export const redriveSchema = z.object({ ...result, failure: failureSchema });

/** What came of a discard, and the failure as it then stands. */
export const discardSchema = z.object({
  kind: z.enum(['discarded', 'closed']).describe('closed: somebody dealt with it before'),
  failure: failureSchema,
});

const { source, stream, runId, kind, reason } = failuresQuerySchema.shape;

const redriveManySchema = z
  .strictObject({
    filter: z.strictObject({ source, stream, runId, kind, reason }).prefault({}).describe('which of the open failures; all when empty'),
    ids: z.array(z.string().min(1).max(400)).min(1).max(1000).optional().describe('these failures, in place of a filter'),
    dryRun: z.boolean().default(true).describe('only say which would be tried'),
    limit: z.int().min(1).max(redriveLimits.max).default(redriveLimits.default).describe('at most this many'),
    rate: z.number().min(0.1).max(1000).optional().describe('at most this many begun in a second'),
    why: why.optional().describe('why, for the audit log; needed unless it is a dry run'),
    who,
  })
  .refine((body) => !body.ids || Object.values(body.filter).every((value) => value === undefined), {
    path: ['ids'],
    message: 'cannot be given together with a filter',
  })
  .refine((body) => body.dryRun || body.why !== undefined, { path: ['why'], message: 'is needed, unless it is a dry run' });
export type RedriveMany = z.infer<typeof redriveManySchema>;

/** A redrive of many: how far it is, and what became of each. */
export const redrivesSchema = z.object({
  id: z.string(),
  dryRun: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  detail: z.string().optional().describe('why it failed'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  matched: z.int().nonnegative().describe('how many are tried, or would be'),
  more: z.boolean().describe('more match than the limit lets through'),
  done: z.int().nonnegative().describe('how many were tried'),
  results: z
    .array(z.object({ id: z.string(), ...result, kind: z.enum([...result.kind.options, 'failed', 'matched']) }))
    .describe('one per failure, in the order they are tried; in a dry run all are only matched'),
});
export type Redrives = z.infer<typeof redrivesSchema>;

export class RedriveFailureDto extends createZodDto(z.strictObject({ why: why.optional(), who })) {}
export class DiscardFailureDto extends createZodDto(z.strictObject({ why, who })) {}
export class RedriveDto extends createZodDto(redriveSchema) {}
export class DiscardDto extends createZodDto(discardSchema) {}
export class RedriveFailuresDto extends createZodDto(redriveManySchema) {}
export class RedrivesDto extends createZodDto(redrivesSchema) {}
