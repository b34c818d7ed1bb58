import { daySchema, daysProblem } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';
import { replaySchema } from '../views/replay';

const replaySourceSchema = z
  .strictObject({
    streams: z.array(z.string().max(200)).min(1).max(1000).optional().describe('the streams to replay; all when left out'),
    manifest: z
      .string()
      .max(1_000_000)
      .optional()
      .describe('the text of a manifest.yaml to read the pages with, instead of the installed one'),
    from: daySchema.optional().describe('read only pages fetched from this day (UTC) on with it, and compare only their records'),
    to: daySchema.optional().describe('the last of these days'),
    dryRun: z.boolean().default(true).describe('only say what would change'),
    why: why.optional().describe('why, for the audit log; needed unless it is a dry run'),
    who,
  })
  .refine((body) => daysProblem(body) === undefined, { path: ['from'], message: 'must not be a later day than to' })
  .refine((body) => body.dryRun || body.why !== undefined, { path: ['why'], message: 'is needed, unless it is a dry run' });

/** One replay per stream. */
export const replaysSchema = z.object({ replays: z.array(replaySchema) });

export class ReplaySourceDto extends createZodDto(replaySourceSchema) {}
export class ReplayDto extends createZodDto(replaySchema) {}
export class ReplaysDto extends createZodDto(replaysSchema) {}
