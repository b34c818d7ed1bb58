import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  pauseSource,
  previewPause,
  previewResume,
  resumeSource,
  type Actor,
  type AuditPorts,
  type PausedSource,
  type PausePorts,
} from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { ACTION_PORTS } from '../audit/action-ports';
import { By } from '../audit/actor-of';
import { ActionDto } from '../audit/audit.dto';
import { sourceInPath } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { PausedSourceDto } from './source-actions.dto';

const sourceName = { name: 'name', description: 'The name of a source.', example: 'jsonplaceholder' };

@ApiTags('sources')
@Controller('sources/:name')
export class SourceActionsController {
  constructor(@Inject(ACTION_PORTS) private readonly ports: PausePorts & AuditPorts) {}

  @Post('pause')
  @HttpCode(200)
  @NoParameters()
  @ApiParam(sourceName)
  @ApiBody({ type: ActionDto, required: false })
  @Operates({
    id: 'pauseSource',
    role: 'operator',
    sources: sourceInPath,
    summary: 'Pause a source',
    description:
      'Its schedule makes no runs until it is resumed; a run by hand is made. Runs that go on are not cancelled. The pause is kept in the store, beside `enabled` in the file of the source. Safe to repeat: the first pause is kept.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The source is paused.', type: PausedSourceDto })
  async pause(@By() by: Actor, @Param('name') name: string, @Body() { dryRun }: ActionDto) {
    const result = await (dryRun ? previewPause(this.ports, name) : pauseSource(this.ports, name, by));
    return viewOf(result, dryRun);
  }

  @Post('resume')
  @HttpCode(200)
  @NoParameters()
  @ApiParam(sourceName)
  @ApiBody({ type: ActionDto, required: false })
  @Operates({
    id: 'resumeSource',
    role: 'operator',
    sources: sourceInPath,
    summary: 'Resume a source',
    description:
      'Its schedule makes runs again. Runs that it missed are made up for as the `catchUp` of the source says; `missed` counts them. Safe to repeat.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The source is not paused.', type: PausedSourceDto })
  async resume(@By() by: Actor, @Param('name') name: string, @Body() { dryRun }: ActionDto) {
    const result = await (dryRun ? previewResume(this.ports, name) : resumeSource(this.ports, name, by));
    return viewOf(result, dryRun);
  }
}

const viewOf = (result: PausedSource, dryRun: boolean) => ({ ...result, dryRun, running: result.running.map(publicRun) });
