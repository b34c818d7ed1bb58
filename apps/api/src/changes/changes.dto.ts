import { changesQuerySchema, changesSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class ChangesQueryDto extends createZodDto(changesQuerySchema) {}
export class ChangesDto extends createZodDto(changesSchema) {}
