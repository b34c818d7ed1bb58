import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@twl/pipeline';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { sourceInId, sourcesInSelection } from '../access/source-finders';
import { By } from '../audit/actor-of';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { BulkActions } from './bulk-actions';
import {
  DiscardDto,
  DiscardFailureDto,
  DiscardFailuresDto,
  DiscardsDto,
  RedriveDto,
  RedriveFailureDto,
  RedriveFailuresDto,
  RedrivesDto,
} from './failure-actions.dto';
import { FailureActions } from './failure-actions';

const failureId = { name: 'id', description: 'The id of a failure, URL-encoded.' };

@ApiTags('failures')
@Controller()
export class FailureActionsController {
  constructor(
    private readonly actions: FailureActions,
    private readonly bulk: BulkActions,
  ) {}

  @Post('redrives')
  @NoParameters()
  @ApiBody({ type: RedriveFailuresDto, required: false })
  @Operates({
    id: 'redriveFailures',
    role: 'operator',
    sources: sourcesInSelection,
    summary: 'Redrive many failures',
    description:
      'Applies the failures with the current manifest and settings. By default only lists the matching failures; set `dryRun` to false to redrive them. A redrive that takes long returns 202; get its progress from `/redrives/{id}`. The audit log has an entry for each failure, so you can repeat a bulk redrive that a restart interrupted.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'The result of each redrive.', type: RedrivesDto })
  @ApiResponse({
    ...{
      status: 202,
      description: 'The redrive continues. Get its progress from `/redrives/{id}`, the address in `Location`.',
      type: RedrivesDto.Output,
    },
    headers: { Location: { $ref: '#/components/headers/Location' } },
  })
  async redriveMany(@By() by: Actor, @Body() body: RedriveFailuresDto, @Res({ passthrough: true }) response: Response) {
    const redrives = await this.bulk.redrive(body, by);
    if (redrives.finishedAt === null) response.status(202).location(`/api/redrives/${redrives.id}`);
    return redrives;
  }

  @Get('redrives/:id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a bulk redrive.' })
  @Operates({
    id: 'getRedrives',
    role: 'viewer',
    summary: 'Get the progress of a bulk redrive',
    description:
      'Only the process that runs the redrive knows it, until some time after the end. The audit log keeps the result of each failure.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The progress of the bulk redrive.', type: RedrivesDto })
  redrives(@Param('id') id: string) {
    return this.bulk.redrives(id);
  }

  @Post('discards')
  @NoParameters()
  @ApiBody({ type: DiscardFailuresDto, required: false })
  @Operates({
    id: 'discardFailures',
    role: 'operator',
    sources: sourcesInSelection,
    summary: 'Discard many failures',
    description:
      'The failures stay visible as discarded. By default only lists the matching failures; set `dryRun` to false to discard them. A discard that takes long returns 202; get its progress from `/discards/{id}`. Safe to repeat: a failure that is closed stays as it is.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'The result of each discard.', type: DiscardsDto })
  @ApiResponse({
    ...{
      status: 202,
      description: 'The discard continues. Get its progress from `/discards/{id}`, the address in `Location`.',
      type: DiscardsDto.Output,
    },
    headers: { Location: { $ref: '#/components/headers/Location' } },
  })
  async discardMany(@By() by: Actor, @Body() body: DiscardFailuresDto, @Res({ passthrough: true }) response: Response) {
    const discards = await this.bulk.discard(body, by);
    if (discards.finishedAt === null) response.status(202).location(`/api/discards/${discards.id}`);
    return discards;
  }

  @Get('discards/:id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a bulk discard.' })
  @Operates({
    id: 'getDiscards',
    role: 'viewer',
    summary: 'Get the progress of a bulk discard',
    description: 'Only the process that discards knows it, until some time after the end. The audit log keeps the result of each failure.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The progress of the bulk discard.', type: DiscardsDto })
  discards(@Param('id') id: string) {
    return this.bulk.discards(id);
  }

  @Post('failures/:id/redrive')
  @NoParameters()
  @ApiParam(failureId)
  @ApiBody({ type: RedriveFailureDto, required: false })
  @Operates({
    id: 'redriveFailure',
    role: 'operator',
    sources: sourceInId,
    summary: 'Redrive a failure',
    description:
      'Applies it with the current manifest and settings. A record keeps its position in the order of observations, so a newer observation stays the newest. A page goes back to the queue.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 200, description: 'The result and the updated failure.', type: RedriveDto })
  redrive(@By() by: Actor, @Param('id') id: string, @Body() _body: RedriveFailureDto) {
    return this.actions.redrive(id, by);
  }

  @Post('failures/:id/discard')
  @NoParameters()
  @ApiParam(failureId)
  @Operates({
    id: 'discardFailure',
    role: 'operator',
    sources: sourceInId,
    summary: 'Discard a failure',
    description: 'The failure stays visible with the status discarded. Its run no longer waits for a discarded page.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The result and the updated failure.', type: DiscardDto })
  discard(@By() by: Actor, @Param('id') id: string, @Body() { why }: DiscardFailureDto) {
    return this.actions.discard(id, { ...by, why });
  }
}
