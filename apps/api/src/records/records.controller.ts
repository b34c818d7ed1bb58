import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { sourceInId, sourceInQuery } from '../access/source-finders';
import { acceptedFormat, ListExports, listFormats, mediaTypeOf } from '../exports/list-exports';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { HeavyWork } from '../heavy/heavy-work';
import { PagingDto } from '../paging/parameters.dto';
import { RecordQueryDto, VersionDiffDto, VersionDiffQueryDto } from './record-views.dto';
import { RawViewDto, RecordDto, RecordListDto, RecordsQueryDto, VersionListDto } from './records.dto';
import { Records } from './records';

const recordId = { name: 'id', description: 'The id of a record, URL-encoded.', example: 'jsonplaceholder.posts.1' };

@ApiTags('records')
@Controller('records')
export class RecordsController {
  constructor(
    private readonly records: Records,
    private readonly work: HeavyWork,
    private readonly exports: ListExports,
  ) {}

  @Get()
  @Operates({
    id: 'listRecords',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List records',
    description:
      'Returns each record at its newest version, newest first; deleted records only with `deleted`. Repeat with `cursor` = `page.next` until `page.next` is null. ' +
      'All pages together show the list as it was when the first page was read: each record once, even if records are written, deleted or replayed in the meantime. ' +
      'A cursor is valid for at least an hour after the first page; later it fails with `CURSOR_EXPIRED` if the list has changed. ' +
      'A page may be short or empty without being the last: each request scans at most some thousand records, and `page.scanned` is the number scanned. ' +
      'Time filters are exact to the last digit; the sort order is by millisecond, then by id. ' +
      'With `format`, or an `Accept` of the same type, the response is a file with all records that match, in the same order: at most 5,000 records. For more, use `POST /exports`.',
    problems: [409],
    formats: listFormats.map(mediaTypeOf),
  })
  @ZodResponse({ status: 200, description: 'One page of records.', type: RecordListDto })
  list(@Query() { format, ...query }: RecordsQueryDto, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    response.vary('accept');
    const wanted = format ?? acceptedFormat(request);
    if (wanted === undefined) return this.records.list(query);
    // The decorator knows the response of JSON only.
    return this.exports.send(wanted, query, { request, response }) as Promise<never>;
  }

  @Get(':id')
  @ApiParam(recordId)
  @Operates({
    id: 'getRecord',
    role: 'viewer',
    sources: sourceInId,
    summary: 'Get a record',
    description:
      'Returns the newest version, or with `asOf` the version of that time; `updatedAt` is the start of the returned version. A deleted record is a 410 unless you set `deleted=include`.',
    problems: [404, 410],
  })
  @ZodResponse({ status: 200, description: 'The record.', type: RecordDto })
  get(@Param('id') id: string, @Query() { asOf, deleted }: RecordQueryDto) {
    if (asOf !== undefined) return this.records.getAsOf(id, asOf, deleted);
    return deleted ? this.records.get(id) : this.records.getShown(id);
  }

  @Get(':id/raw')
  @NoParameters()
  @ApiParam(recordId)
  @Operates({
    id: 'getRecordRaw',
    role: 'viewer',
    sources: sourceInId,
    summary: 'Get the raw page of a record',
    description:
      'Returns the stored page of the newest version: its metadata, the item as the source sent it, and the page itself if it is small. An expired raw page is a 410, a damaged one a 409.',
    problems: [404, 409, 410],
  })
  @ZodResponse({ status: 200, description: 'The raw page and the item in it.', type: RawViewDto })
  async raw(@Param('id') id: string) {
    return this.work.rawView(await this.records.get(id));
  }

  @Get(':id/versions')
  @ApiParam(recordId)
  @Operates({
    id: 'listRecordVersions',
    role: 'viewer',
    sources: sourceInId,
    summary: 'List the versions of a record',
    description:
      'Newest first, within the retention. A version that a delayed page adds between two requests may be missing. A version with `deleted` marks the time from which the source no longer listed the record.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'One page of versions.', type: VersionListDto })
  versions(@Param('id') id: string, @Query() query: PagingDto) {
    return this.records.versions(id, query);
  }

  @Get(':id/versions/diff')
  @ApiParam(recordId)
  @Operates({
    id: 'diffRecordVersions',
    role: 'viewer',
    sources: sourceInId,
    summary: 'Compare two versions of a record',
    description:
      'Differences with the operations and paths of JSON Patch (RFC 6902), each with the old and the new value. Lists are compared by index.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'All differences.', type: VersionDiffDto })
  diff(@Param('id') id: string, @Query() query: VersionDiffQueryDto) {
    return this.records.diff(id, query);
  }
}
