import { listOf, runHistorySchema, runSchema, runsQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class RunsQueryDto extends createZodDto(runsQuerySchema) {}
export class RunDto extends createZodDto(runSchema) {}
export class RunHistoryDto extends createZodDto(runHistorySchema) {}
export class RunListDto extends createZodDto(listOf(runSchema)) {}
