import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const ok = z.literal('ok');
const count = z.int().nonnegative();

const readySchema = z.object({
  status: z.literal('ready'),
  checks: z.object({ storage: ok, queue: ok, sources: ok }),
  sources: z.object({
    total: count.describe('number of sources that `/sources` lists'),
    invalid: count.describe('number of these that cannot run because their files have problems'),
  }),
});

export class LiveDto extends createZodDto(z.object({ status: ok })) {}
export class ReadyDto extends createZodDto(readySchema) {}
