import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { LiveDto, ReadyDto } from './health.dto';
import { Readiness } from './readiness';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @NoParameters()
  @Operates({ id: 'getLive', role: 'anyone', summary: 'Check that the process responds', problems: [] })
  @ZodResponse({ status: 200, description: 'The process responds.', type: LiveDto })
  live() {
    return { status: 'ok' as const };
  }

  @Get('ready')
  @NoParameters()
  @Operates({
    id: 'getReady',
    role: 'anyone',
    summary: 'Check that storage, queues and sources work',
    description: 'Each is checked separately. A 503 reports the state of each in `detail` and lists the failed ones in `errors`.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'All of them work.', type: ReadyDto })
  ready() {
    return this.readiness.check();
  }
}
