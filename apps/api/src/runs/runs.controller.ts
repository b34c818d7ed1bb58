import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { sourceInId, sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { RunDto, RunListDto, RunsQueryDto } from './runs.dto';
import { Runs } from './runs';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(private readonly runs: Runs) {}

  @Get()
  @Operates({
    id: 'listRuns',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List runs',
    description:
      'Newest first. Runs keep their position in the list; a run that starts in the meantime comes before the first page. The `state` filter uses the state at the time the list page is read. A list page may be short or empty without being the last.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of runs.', type: RunListDto })
  list(@Query() query: RunsQueryDto) {
    return this.runs.list(query);
  }

  @Get(':id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a run, URL-encoded.' })
  @Operates({
    id: 'getRun',
    role: 'viewer',
    sources: sourceInId,
    summary: 'Get a run',
    description: 'A requested run does not exist until ingestion has started it.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The run.', type: RunDto })
  get(@Param('id') id: string) {
    return this.runs.get(id);
  }
}
