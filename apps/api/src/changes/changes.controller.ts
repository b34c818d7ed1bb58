import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ProblemException } from '@twl/platform';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { ChangeStreams } from './change-streams';
import { Changes } from './changes';
import { ChangesDto, ChangesQueryDto } from './changes.dto';

/** Returns true where responses are sent while they are made; a function gathers them. */
export abstract class CanStream {
  abstract readonly isPossible: boolean;
}

@ApiTags('changes')
@Controller('changes')
export class ChangesController {
  constructor(
    private readonly changes: Changes,
    private readonly streams: ChangeStreams,
    private readonly canStream: CanStream,
  ) {}

  @Get()
  @Operates({
    id: 'listChanges',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List changes of records',
    description:
      'The change feed: without `after` it begins with all records, then each change of a record follows in the order of writing. Repeat with `after` = `next`; ask again at once if `more` is true, otherwise after a while. ' +
      'Each change comes at least once, with an id that is always the same, and none is skipped. Whoever applies all of them has the records of the store. A change comes with the record as it is now, so a later change of it may be known already. ' +
      'A position is valid for seven days; after that the response is a 410, and the reader begins again without `after`.',
    problems: [410],
  })
  @ZodResponse({ status: 200, description: 'Changes, oldest first.', type: ChangesDto })
  list(@Query() query: ChangesQueryDto) {
    return this.changes.read(query);
  }

  @Get('stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'the last id that was received; goes before `after`' })
  @Operates({
    id: 'streamChanges',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'Stream changes of records',
    description:
      'The change feed as server-sent events, which `EventSource` reads. The type of an event is the kind of the change, its data the change as JSON. The last event of each group has an id: with it as `Last-Event-ID`, which `EventSource` sends by itself, the stream continues behind this group. Behind API Gateway there are no streams (406).',
    problems: [406, 410],
  })
  @ApiResponse({
    status: 200,
    description: 'Events, until the client closes the connection.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async stream(@Query() query: ChangesQueryDto, @Headers('last-event-id') lastId: string | undefined, @Res() response: Response) {
    if (!this.canStream.isPossible) throw noStreams();
    const after = lastId || query.after;
    await this.streams.send({ ...query, ...(after !== undefined && { after }) }, response);
  }
}

const noStreams = (): ProblemException =>
  new ProblemException({ status: 406, code: 'NOT_ACCEPTABLE', detail: 'a function sends no streams: poll GET /api/changes instead' });
