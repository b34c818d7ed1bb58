import { runSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

/** Result of cancelling a run. */
export const cancelledRunSchema = z.object({
  dryRun: z.boolean(),
  kind: z
    .enum(['asked', 'ended'])
    .describe('asked: its worker ends it within seconds, as `cancelled`. ended: it was cancelled before, and nothing is left to do'),
  pages: z.int().nonnegative().describe('pages that it has stored so far; they are kept and applied'),
  run: runSchema,
});

export class CancelledRunDto extends createZodDto(cancelledRunSchema) {}
