import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@twl/pipeline';
import { ZodResponse } from 'nestjs-zod';
import { sourceInAlertId, sourceInQuery } from '../access/source-finders';
import { By } from '../audit/actor-of';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { AlertDto, AlertListDto, AlertsQueryDto, TestAlertsDto } from './alerts.dto';
import { Alerts } from './alerts';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @Operates({
    id: 'listAlerts',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List alerts',
    description: 'Every alert that ever fired, with its state and its evidence. Firing alerts first, then the newest first.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of alerts.', type: AlertListDto })
  list(@Query() query: AlertsQueryDto) {
    return this.alerts.list(query);
  }

  @Get(':id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of an alert, URL-encoded.', example: 'late:jsonplaceholder' })
  @Operates({ id: 'getAlert', role: 'viewer', sources: sourceInAlertId, summary: 'Get an alert', problems: [404] })
  @ZodResponse({ status: 200, description: 'The alert.', type: AlertDto })
  get(@Param('id') id: string) {
    return this.alerts.get(id);
  }

  @Post('test')
  @NoParameters()
  @ApiBody({ type: TestAlertsDto, required: false })
  @Operates({
    id: 'testAlerts',
    role: 'operator',
    summary: 'Send a test over the channels',
    description:
      'The ingestion app sends it a moment later. `/alerts/test:channels` then has the result of each channel in `notices`. The audit log records it.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The requested test.', type: AlertDto })
  test(@By() by: Actor, @Body() { channel }: TestAlertsDto) {
    return this.alerts.test(channel, by);
  }
}
