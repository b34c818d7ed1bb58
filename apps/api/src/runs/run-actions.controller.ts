import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import { cancelRun, previewCancel, type Actor, type AuditPorts, type CancelPorts } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { ACTION_PORTS } from '../audit/action-ports';
import { By } from '../audit/actor-of';
import { ActionDto } from '../audit/audit.dto';
import { sourceInId } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { CancelledRunDto } from './run-actions.dto';

@ApiTags('runs')
@Controller('runs/:id')
export class RunActionsController {
  constructor(@Inject(ACTION_PORTS) private readonly ports: CancelPorts & AuditPorts) {}

  @Post('cancel')
  @HttpCode(202)
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a run, URL-encoded.' })
  @ApiBody({ type: ActionDto, required: false })
  @Operates({
    id: 'cancelRun',
    role: 'operator',
    sources: sourceInId,
    summary: 'Cancel a run',
    description:
      'For a run that is fetching. Its worker stops reading within seconds, keeps the pages that it has and the cursor of what they cover, and ends the run as `cancelled`. Safe to repeat. A run that has fetched everything cannot be cancelled: this is a 409.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 202, description: 'The worker is asked. Returns the run.', type: CancelledRunDto })
  async cancel(@By() by: Actor, @Param('id') id: string, @Body() { dryRun }: ActionDto) {
    const result = await (dryRun ? previewCancel(this.ports, id) : cancelRun(this.ports, id, by));
    return { ...result, dryRun, run: publicRun(result.run) };
  }
}
