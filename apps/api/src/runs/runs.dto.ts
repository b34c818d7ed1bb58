import { listOf, runSchema, runsQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class RunsQueryDto extends createZodDto(runsQuerySchema) {}
export class RunDto extends createZodDto(runSchema) {}
export class RunListDto extends createZodDto(listOf(runSchema)) {}
