import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { confirmDeletions, undoDeletions, type Actor, type AuditPorts, type DecidePorts } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { ACTION_PORTS } from '../audit/action-ports';
import { sourceInId } from '../access/source-finders';
import { By } from '../audit/actor-of';
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
    role: 'operator',
    sources: sourceInId,
    summary: 'Confirm the pending deletions of a run',
    description:
      'For a run whose `deletions.state` is `pending`. The run is reopened and deletes the missing records; it is complete when the state is `deleted`. If a newer run has read the stream, only the newer run can be decided: this is a 409.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The run continues. Returns the run.', type: RunDto })
  async confirm(@By() by: Actor, @Param('id') id: string, @Body() _body: DecideDeletionsDto) {
    return publicRun(await confirmDeletions(this.ports, id, by));
  }

  @Post('undo')
  @HttpCode(202)
  @NoParameters()
  @ApiParam(runId)
  @ApiBody({ type: DecideDeletionsDto, required: false })
  @Operates({
    id: 'undoRunDeletions',
    role: 'operator',
    sources: sourceInId,
    summary: 'Undo the deletions of a run',
    description:
      'For a run whose `deletions.state` is `deleted`. Records that are still deleted return as new versions with their last content; it is complete when the state is `undone`. They are not deleted again without confirmation.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The run continues. Returns the run.', type: RunDto })
  async undo(@By() by: Actor, @Param('id') id: string, @Body() _body: DecideDeletionsDto) {
    return publicRun(await undoDeletions(this.ports, id, by));
  }
}
