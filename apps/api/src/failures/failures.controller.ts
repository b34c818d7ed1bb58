import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { sourceInId, sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { FailureDto, FailureListDto, FailuresQueryDto } from './failures.dto';
import { Failures } from './failures';

@ApiTags('failures')
@Controller('failures')
export class FailuresController {
  constructor(private readonly failures: Failures) {}

  @Get()
  @Operates({
    id: 'listFailures',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List failures',
    description:
      'Refused records and pages, each with its reason, a reference to the raw page and the data. Newest first. A failure keeps its position in the list unless a replay refuses it again. The `status` filter uses the status at the time the list page is read. A list page may be short or empty without being the last.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of failures.', type: FailureListDto })
  list(@Query() query: FailuresQueryDto) {
    return this.failures.list(query);
  }

  @Get(':id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a failure, URL-encoded.' })
  @Operates({ id: 'getFailure', role: 'viewer', sources: sourceInId, summary: 'Get a failure', problems: [404] })
  @ZodResponse({ status: 200, description: 'The failure.', type: FailureDto })
  get(@Param('id') id: string) {
    return this.failures.get(id);
  }
}
