import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Actor } from '@twl/pipeline';
import { ZodResponse } from 'nestjs-zod';
import { sourceInPath } from '../access/source-finders';
import { By } from '../audit/actor-of';
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
    role: 'operator',
    sources: sourceInPath,
    summary: 'Replay the raw pages of a source',
    description:
      'Applies every stored page again, without network access, with the current manifest and settings or with a manifest from the request. The result is a new generation of records, which replaces the current one in a single step. With `from` and `to`, the given manifest reads only the pages fetched in that range; the installed manifest reads the others. By default only reports what would change; set `dryRun` to false to replace the records. A replay that takes long returns 202; get its progress from `/replays/{id}`.',
    problems: [404, 409],
  })
  @ZodResponse({ status: 200, description: 'The result of each stream: what changed or would change.', type: ReplaysDto })
  @ApiResponse({
    status: 202,
    description: 'At least one replay continues. Get its progress from `/replays/{id}`.',
    type: ReplaysDto.Output,
  })
  async replay(@Req() { params, res }: Request<{ name: string }>, @By() by: Actor, @Body() { dryRun, ...body }: ReplaySourceDto) {
    const { name } = params;
    const source = await this.sources.find(name);
    refuseIfBroken(source);
    const { manifest, from, to } = body;
    const streams = chosenStreams(source, body.streams).map((stream) => stream.name);
    if (manifest !== undefined) await this.refuseIfMissing(name, manifest, streams);
    const days = from || to ? { from, to } : undefined;
    const choices = streams.map((stream) => ({ source: name, stream, manifest, days }));
    const replays = await this.replays.start(choices, { ...by, dryRun });
    if (replays.some(({ finishedAt }) => finishedAt === null)) res?.status(202);
    return { replays };
  }

  /** Checks that the manifest from the request is valid and has the same streams. */
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
    role: 'viewer',
    summary: 'Get the progress of a replay',
    description:
      'Only the process that runs the replay knows its progress and samples. For an older replay, the audit log has the result, or shows that no end was recorded. A dry run leaves no audit entry.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The progress of the replay.', type: ReplayDto })
  get(@Param('id') id: string) {
    return this.replays.get(id);
  }
}
