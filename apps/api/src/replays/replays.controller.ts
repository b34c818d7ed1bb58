import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { chosenStreams, refuseIfBroken } from '../sources/chosen-streams';
import { Sources } from '../sources/sources';
import { ReplayDto, ReplaysDto, ReplaySourceDto } from './replays.dto';
import { Replays } from './replays';

@ApiTags('replays')
@Controller()
export class ReplaysController {
  constructor(
    private readonly sources: Sources,
    private readonly replays: Replays,
  ) {}

  @Post('sources/:name/replays')
  @NoParameters()
  @ApiParam({ name: 'name', description: 'The name of a source.', example: 'jsonplaceholder' })
  @ApiBody({ type: ReplaySourceDto, required: false })
  @Operates({
    id: 'replaySource',
    summary: 'Make the records of a source again from raw',
    description:
      'Applies every stored page again, with the manifest and settings in force now or with a manifest that is sent along, and without the network, beside the records that are shown; then shows the result at once. Pages that were not fetched from `from` to `to` are read with the installed manifest in any case. Only says what would change, unless `dryRun` is false. What takes long is answered with a 202: look at it under `/replays/{id}`.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 200, description: 'What it did, or would do, stream by stream.', type: ReplaysDto })
  @ApiResponse({ status: 202, description: 'At least one of them goes on: look at it under `/replays/{id}`.', type: ReplaysDto.Output })
  async replay(@Param('name') name: string, @Body() body: ReplaySourceDto, @Res({ passthrough: true }) response: Response) {
    const source = await this.sources.find(name);
    refuseIfBroken(source);
    const { manifest, from, to, dryRun, who, why = null } = body;
    const streams = chosenStreams(source, body.streams).map((stream) => stream.name);
    if (manifest !== undefined) await this.refuseIfMissing(name, manifest, streams);
    const days = from || to ? { from, to } : undefined;
    const choices = streams.map((stream) => ({ source: name, stream, manifest, days }));
    const replays = await this.replays.start(choices, { dryRun, who, why });
    if (replays.some(({ finishedAt }) => finishedAt === null)) response.status(202);
    return { replays };
  }

  /** A manifest that was sent along has to be a good one, with the same streams. */
  private async refuseIfMissing(name: string, text: string, streams: string[]): Promise<void> {
    const source = await this.sources.find(name, { label: 'manifest', text });
    refuseIfBroken(source);
    chosenStreams(source, streams);
  }

  @Get('replays/:id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a replay.' })
  @Operates({
    id: 'getReplay',
    summary: 'See how far a replay is',
    description:
      'Progress and samples are known to the process that does it. Of an older one the audit log says how it ended, or that its end was never written down; a dry run leaves nothing behind.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'How far it is.', type: ReplayDto })
  get(@Param('id') id: string) {
    return this.replays.get(id);
  }
}
