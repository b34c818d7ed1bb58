import { analyticsQuerySchema, analyticsSchema } from '@twl/contracts';
import { compareInstants, instantOf } from '@twl/ports';
import { createZodDto } from 'nestjs-zod';

export class AnalyticsQueryDto extends createZodDto(
  analyticsQuerySchema.refine(({ from, to }) => !from || !to || compareInstants(instantOf(from), instantOf(to)) < 0, {
    path: ['to'],
    message: 'must be later than from',
  }),
) {}
export class AnalyticsDto extends createZodDto(analyticsSchema) {}
