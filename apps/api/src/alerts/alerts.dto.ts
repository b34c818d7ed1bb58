import { alertSchema, alertsQuerySchema, listOf } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

export class AlertsQueryDto extends createZodDto(alertsQuerySchema) {}
export class AlertDto extends createZodDto(alertSchema) {}
export class AlertListDto extends createZodDto(listOf(alertSchema)) {}
export class TestAlertsDto extends createZodDto(
  z.strictObject({
    channel: z.string().min(1).max(100).optional().describe('only this channel; default all'),
    why: why.optional(),
    who,
  }),
) {}
