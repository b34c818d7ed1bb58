import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { sourceInPath } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { PagingDto } from '../paging/parameters.dto';
import { RunRequests } from './run-requests';
import { RequestedRunsDto, RunSourceDto, SourceListDto, SourceDto } from './sources.dto';
import { Sources } from './sources';

const sourceName = { name: 'name', description: 'The name of a source.', example: 'jsonplaceholder' };

@ApiTags('sources')
@Controller('sources')
export class SourcesController {
  constructor(
    private readonly sources: Sources,
    private readonly requests: RunRequests,
  ) {}

  @Get()
  @Operates({
    id: 'listSources',
    role: 'viewer',
    summary: 'List sources',
    description: 'Each source with its streams and their status, sorted by name.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of sources.', type: SourceListDto })
  list(@Query() query: PagingDto) {
    return this.sources.list(query);
  }

  @Get(':name')
  @NoParameters()
  @ApiParam(sourceName)
  @Operates({ id: 'getSource', role: 'viewer', sources: sourceInPath, summary: 'Get a source', problems: [404] })
  @ZodResponse({ status: 200, description: 'The source and its status.', type: SourceDto })
  get(@Param('name') name: string) {
    return this.sources.get(name);
  }

  @Post(':name/runs')
  @NoParameters()
  @ApiParam(sourceName)
  @ApiBody({ type: RunSourceDto, required: false })
  @Operates({
    id: 'runSource',
    role: 'operator',
    sources: sourceInPath,
    summary: 'Run a source now',
    description:
      'Requests the runs and returns their ids; `/runs/{id}` returns a run once it has started. For a stream with a running or requested run, the response has the id of that run, so concurrent requests start only one run.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The requested runs.', type: RequestedRunsDto })
  async run(@Param('name') name: string, @Body() body: RunSourceDto) {
    const source = await this.sources.find(name);
    return { runs: await this.requests.send(source, body.streams) };
  }
}
