import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const ok = z.literal('ok');
const count = z.int().nonnegative();

const readySchema = z.object({
  status: z.literal('ready'),
  checks: z.object({ storage: ok, queue: ok, sources: ok }),
  sources: z.object({
    total: count.describe('as many as `/sources` lists'),
    invalid: count.describe('of these, how many cannot run because their files have problems'),
  }),
});

export class LiveDto extends createZodDto(z.object({ status: ok })) {}
export class ReadyDto extends createZodDto(readySchema) {}
