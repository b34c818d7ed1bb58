import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { BulkRedrives } from './bulk-redrives';
import { DiscardDto, DiscardFailureDto, RedriveDto, RedriveFailureDto, RedriveFailuresDto, RedrivesDto } from './failure-actions.dto';
import { FailureActions } from './failure-actions';

const failureId = { name: 'id', description: 'The id of a failure, URL-encoded.' };

@ApiTags('failures')
@Controller()
export class FailureActionsController {
  constructor(
    private readonly actions: FailureActions,
    private readonly bulk: BulkRedrives,
  ) {}

  @Post('redrives')
  @NoParameters()
  @ApiBody({ type: RedriveFailuresDto, required: false })
  @Operates({
    id: 'redriveFailures',
    summary: 'Try many failures again',
    description:
      'With the manifest and settings in force now; only says which, unless `dryRun` is false. What takes long is answered with a 202: look at it under `/redrives/{id}`. Each redrive is in the audit log by itself, so that one cut short by a restart can be asked for again.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'What became of each.', type: RedrivesDto })
  @ApiResponse({
    ...{ status: 202, description: 'It goes on: look at it under `/redrives/{id}`, which `Location` names.', type: RedrivesDto.Output },
    headers: { Location: { $ref: '#/components/headers/Location' } },
  })
  async redriveMany(@Body() body: RedriveFailuresDto, @Res({ passthrough: true }) response: Response) {
    const redrives = await this.bulk.start(body);
    if (redrives.finishedAt === null) response.status(202).location(`/api/redrives/${redrives.id}`);
    return redrives;
  }

  @Get('redrives/:id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a redrive of many.' })
  @Operates({
    id: 'getRedrives',
    summary: 'See how far a redrive of many is',
    description:
      'Known to the process that does it, until it ends and for a while longer; the audit log keeps what became of each failure.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'How far it is.', type: RedrivesDto })
  redrives(@Param('id') id: string) {
    return this.bulk.get(id);
  }

  @Post('failures/:id/redrive')
  @NoParameters()
  @ApiParam(failureId)
  @ApiBody({ type: RedriveFailureDto, required: false })
  @Operates({
    id: 'redriveFailure',
    summary: 'Try a failure again',
    description:
      'With the manifest and settings in force now. A record takes its own place in the order: what newer runs saw stays newest. A page goes back to the queue.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 200, description: 'What came of it.', type: RedriveDto })
  redrive(@Param('id') id: string, @Body() { who, why }: RedriveFailureDto) {
    return this.actions.redrive(id, { who, why: why ?? null });
  }

  @Post('failures/:id/discard')
  @NoParameters()
  @ApiParam(failureId)
  @Operates({
    id: 'discardFailure',
    summary: 'Give a failure up',
    description: 'It stays visible as discarded; a page that is given up is no longer waited for.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'What came of it.', type: DiscardDto })
  discard(@Param('id') id: string, @Body() by: DiscardFailureDto) {
    return this.actions.discard(id, by);
  }
}
