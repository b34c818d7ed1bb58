import { failureSchema, failuresQuerySchema, listOf } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class FailuresQueryDto extends createZodDto(failuresQuerySchema) {}
export class FailureDto extends createZodDto(failureSchema) {}
export class FailureListDto extends createZodDto(listOf(failureSchema)) {}
