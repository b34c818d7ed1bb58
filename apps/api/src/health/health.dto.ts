import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

export class LiveDto extends createZodDto(z.object({ status: z.literal('ok') })) {}
export class ReadyDto extends createZodDto(z.object({ status: z.literal('ready'), checks: z.record(z.string(), z.literal('ok')) })) {}
