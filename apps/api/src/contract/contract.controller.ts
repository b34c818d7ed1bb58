import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@twl/pipeline';
import { ZodResponse } from 'nestjs-zod';
import { sourceInPath, sourceInQuery } from '../access/source-finders';
import { By } from '../audit/actor-of';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { AcceptChangesDto, AcceptedDto, ContractDto, DriftListDto, DriftQueryDto } from './contract.dto';
import { StreamContracts } from './stream-contracts';

const sourceName = { name: 'name', description: 'The name of a source.', example: 'jsonplaceholder' };
const streamName = { name: 'stream', description: 'The name of a stream of the source, URL-encoded.', example: 'posts' };

interface StreamPath {
  name: string;
  stream: string;
}

@ApiTags('contracts')
@Controller()
export class ContractController {
  constructor(private readonly contracts: StreamContracts) {}

  @Get('drift')
  @Operates({
    id: 'listDrift',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List field changes',
    description: 'New fields, type changes and removed fields of every stream with a contract. Newest first.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of changes.', type: DriftListDto })
  drift(@Query() query: DriftQueryDto) {
    return this.contracts.drift(query);
  }

  @Get('sources/:name/streams/:stream/contract')
  @NoParameters()
  @ApiParam(sourceName)
  @ApiParam(streamName)
  @Operates({
    id: 'getContract',
    role: 'viewer',
    sources: sourceInPath,
    summary: 'Get the contract of a stream',
    description:
      'Fields and types that the next run must meet. Each is declared in the manifest, learned from runs, or accepted by a person.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The contract.', type: ContractDto })
  contract(@Param('name') name: string, @Param('stream') stream: string) {
    return this.contracts.contract(name, stream);
  }

  @Post('sources/:name/streams/:stream/contract/accept')
  @NoParameters()
  @ApiParam(sourceName)
  @ApiParam(streamName)
  @Operates({
    id: 'acceptChanges',
    role: 'operator',
    sources: sourceInPath,
    summary: 'Accept refused contract changes',
    description:
      'The acceptance is permanent and covers earlier runs: records and pages that were refused for these changes can then be redriven. The audit log records it.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The accepted changes.', type: AcceptedDto })
  accept(@By() by: Actor, @Param() { name: source, stream }: StreamPath, @Body() { fields }: AcceptChangesDto) {
    return this.contracts.accept({ source, stream, fields }, by);
  }
}
