import { recordsQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const { limit, cursor } = recordsQuerySchema.shape;

/** For lists without filters. */
export class PagingDto extends createZodDto(z.strictObject({ limit, cursor })) {}
