import { recordsQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const { limit, cursor } = recordsQuerySchema.shape;

/** For lists without filters. */
export class PagingDto extends createZodDto(z.strictObject({ limit, cursor })) {}
