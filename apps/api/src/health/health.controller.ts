import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { NoParametersDto } from '../paging/parameters.dto';
import { LiveDto, ReadyDto } from './health.dto';
import { Readiness } from './readiness';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Operates({ id: 'getLive', summary: 'Whether the process answers', problems: [400] })
  @ZodResponse({ status: 200, description: 'It does.', type: LiveDto })
  live(@Query() _none: NoParametersDto) {
    return { status: 'ok' as const };
  }

  @Get('ready')
  @Operates({ id: 'getReady', summary: 'Whether storage and sources can be used', problems: [400, 503] })
  @ZodResponse({ status: 200, description: 'They can.', type: ReadyDto })
  ready(@Query() _none: NoParametersDto) {
    return this.readiness.check();
  }
}
