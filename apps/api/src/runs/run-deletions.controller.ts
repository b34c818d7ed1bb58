import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { confirmDeletions, undoDeletions, type AuditPorts, type DecidePorts } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { ACTION_PORTS } from '../audit/action-ports';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { DecideDeletionsDto } from './run-deletions.dto';
import { RunDto } from './runs.dto';

const runId = { name: 'id', description: 'The id of a run, URL-encoded.' };

@ApiTags('runs')
@Controller('runs/:id/deletions')
export class RunDeletionsController {
  constructor(@Inject(ACTION_PORTS) private readonly ports: DecidePorts & AuditPorts) {}

  @Post('confirm')
  @HttpCode(202)
  @NoParameters()
  @ApiParam(runId)
  @ApiBody({ type: DecideDeletionsDto, required: false })
  @Operates({
    id: 'confirmRunDeletions',
    summary: 'Delete what a run found gone and asked about',
    description:
      'For a run whose `deletions` are `pending`. The run is taken up again; it is done when `deletions` are `deleted`. A run that has read the stream since asks for itself: then this is a 409.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'It goes on: the run as it now stands.', type: RunDto })
  async confirm(@Param('id') id: string, @Body() { who, why }: DecideDeletionsDto) {
    return publicRun(await confirmDeletions(this.ports, id, { who, why: why ?? null }));
  }

  @Post('undo')
  @HttpCode(202)
  @NoParameters()
  @ApiParam(runId)
  @ApiBody({ type: DecideDeletionsDto, required: false })
  @Operates({
    id: 'undoRunDeletions',
    summary: 'Bring back what a run deleted',
    description:
      'For a run whose `deletions` are `deleted`. Records that are still deleted come back as new versions, with what they last were; done when `deletions` are `undone`. They are not deleted again without asking.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'It goes on: the run as it now stands.', type: RunDto })
  async undo(@Param('id') id: string, @Body() { who, why }: DecideDeletionsDto) {
    return publicRun(await undoDeletions(this.ports, id, { who, why: why ?? null }));
  }
}
