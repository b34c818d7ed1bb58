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
  @Operates({ id: 'getLive', summary: 'Whether the process answers', problems: [] })
  @ZodResponse({ status: 200, description: 'It does.', type: LiveDto })
  live() {
    return { status: 'ok' as const };
  }

  @Get('ready')
  @NoParameters()
  @Operates({
    id: 'getReady',
    summary: 'Whether storage, queues and sources can be used',
    description: 'Each is tried for itself: a 503 says in `detail` how each is, and names in `errors` those that do not work.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'They can.', type: ReadyDto })
  ready() {
    return this.readiness.check();
  }
}
