import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

export class DecideDeletionsDto extends createZodDto(z.strictObject({ why: why.optional(), who })) {}
