import { runSchema, sourcePauseSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

/** Result of pausing or resuming a source. */
export const pausedSourceSchema = z.object({
  dryRun: z.boolean(),
  source: z.string(),
  changed: z.boolean().describe('false if there was nothing to do'),
  pause: sourcePauseSchema.nullable().describe('the pause; null if the source is not paused'),
  running: z.array(runSchema).describe('runs of the source that go on: a pause does not cancel them'),
  missed: z.int().nonnegative().describe('runs of its schedule that are due or were missed, and are made when it is resumed'),
});

export class PausedSourceDto extends createZodDto(pausedSourceSchema) {}
