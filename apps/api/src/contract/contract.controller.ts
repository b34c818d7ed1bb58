import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { AcceptChangesDto, AcceptedDto, ContractDto, DriftListDto, DriftQueryDto } from './contract.dto';
import { StreamContracts } from './stream-contracts';

const sourceName = { name: 'name', description: 'The name of a source.', example: 'jsonplaceholder' };
const streamName = { name: 'stream', description: 'The name of a stream of it, URL-encoded.', example: 'posts' };

@ApiTags('contracts')
@Controller()
export class ContractController {
  constructor(private readonly contracts: StreamContracts) {}

  @Get('drift')
  @Operates({
    id: 'listDrift',
    summary: 'List what changed in the fields of the sources',
    description: 'Fields that came, have another type or went away, of every stream with a contract. Newest first.',
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
    summary: 'Get the contract of a stream',
    description: 'The fields and types that its next run is held to: declared in the manifest, learned from its runs, or accepted.',
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
    summary: 'Accept changes that a contract held back',
    description: 'For good, and for the runs of before as well: what was refused for them can be redriven then. It is in the audit log.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'What was accepted.', type: AcceptedDto })
  accept(@Param('name') source: string, @Param('stream') stream: string, @Body() { fields, who, why }: AcceptChangesDto) {
    return this.contracts.accept({ source, stream, fields }, { who, why });
  }
}
