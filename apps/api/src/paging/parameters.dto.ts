import { recordsQuerySchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const { limit, cursor } = recordsQuerySchema.shape;

/** Query parameters of a list without filters. */
export class PagingDto extends createZodDto(z.strictObject({ limit, cursor })) {}
