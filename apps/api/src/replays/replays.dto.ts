import { daySchema, daysProblem } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';
import { replaySchema } from '../views/replay';

const replaySourceSchema = z
  .strictObject({
    streams: z.array(z.string().max(200)).min(1).max(1000).optional().describe('streams to replay; default all'),
    manifest: z.string().max(1_000_000).optional().describe('text of a manifest.yaml to read the pages with, instead of the installed one'),
    from: daySchema.optional().describe('first day (UTC) of the pages that the given manifest reads; only their records are compared'),
    to: daySchema.optional().describe('last day (UTC) of these pages'),
    dryRun: z.boolean().default(true).describe('true: only report what would change'),
    why: why.optional().describe('reason, for the audit log; required unless it is a dry run'),
    who,
  })
  .refine((body) => daysProblem(body) === undefined, { path: ['from'], message: 'must not be later than to' })
  .refine((body) => body.dryRun || body.why !== undefined, { path: ['why'], message: 'is required unless it is a dry run' });

/** Replays of a source, one per stream. */
export const replaysSchema = z.object({ replays: z.array(replaySchema) });

export class ReplaySourceDto extends createZodDto(replaySourceSchema) {}
export class ReplayDto extends createZodDto(replaySchema) {}
export class ReplaysDto extends createZodDto(replaysSchema) {}
