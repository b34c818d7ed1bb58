import { analyticsQuerySchema, analyticsSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class AnalyticsQueryDto extends createZodDto(
  analyticsQuerySchema.refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be later than from',
  }),
) {}
export class AnalyticsDto extends createZodDto(analyticsSchema) {}
