import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
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
  @Operates({ id: 'listSources', summary: 'List sources', description: 'Each with its streams and how they do. By name.', problems: [] })
  @ZodResponse({ status: 200, description: 'One page of sources.', type: SourceListDto })
  list(@Query() query: PagingDto) {
    return this.sources.list(query);
  }

  @Get(':name')
  @NoParameters()
  @ApiParam(sourceName)
  @Operates({ id: 'getSource', summary: 'Get a source', problems: [404] })
  @ZodResponse({ status: 200, description: 'The source and how it does.', type: SourceDto })
  get(@Param('name') name: string) {
    return this.sources.get(name);
  }

  @Post(':name/runs')
  @NoParameters()
  @ApiParam(sourceName)
  @ApiBody({ type: RunSourceDto, required: false })
  @Operates({
    id: 'runSource',
    summary: 'Run a source now',
    description:
      'The runs are asked for, not begun yet: look at them under `/runs/{id}`. For a stream that is being read already, or about to be, the run that does it is given: many requests at once make one run.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The runs are asked for.', type: RequestedRunsDto })
  async run(@Param('name') name: string, @Body() body: RunSourceDto) {
    const source = await this.sources.find(name);
    return { runs: await this.requests.send(source, body.streams) };
  }
}
