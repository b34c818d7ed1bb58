import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { sourceInId, sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { RunDto, RunHistoryDto, RunListDto, RunsQueryDto } from './runs.dto';
import { RunHistories } from './run-histories';
import { Runs } from './runs';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: Runs,
    private readonly histories: RunHistories,
  ) {}

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

  @Get(':id/events')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a run, URL-encoded.' })
  @Operates({
    id: 'getRunEvents',
    role: 'viewer',
    sources: sourceInId,
    summary: 'Get the history of a run',
    description:
      'Requests to the source, waits, pages and their outcomes, the state before and after, and log lines, while the run goes on and afterwards. To follow a run, ask again with `If-None-Match`. Events are kept for a month, at most 1,000 of a run; of one that found nothing new none are kept on AWS.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The history.', type: RunHistoryDto })
  events(@Param('id') id: string) {
    return this.histories.get(id);
  }
}
