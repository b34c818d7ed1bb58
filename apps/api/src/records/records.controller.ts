import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
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
  ) {}

  @Get()
  @Operates({
    id: 'listRecords',
    summary: 'List records',
    description:
      'Every record at its newest version, newest first; deleted ones only with `deleted`. Ask again with `cursor` = `page.next` until that is null. ' +
      'The pages together are the list as it was when the first of them was read: each record once, whatever is written, deleted or replayed meanwhile. ' +
      'A walk is sure to go on for an hour; after that it is refused with `CURSOR_EXPIRED` if something of the list has changed. ' +
      'A page may be short, or empty, and not be the last: a filter that few records pass is searched some thousand records at a time, and `page.looked` says how many. ' +
      'Bounds of times are exact to the last digit; the order is by the millisecond, then by id.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of records.', type: RecordListDto })
  list(@Query() query: RecordsQueryDto) {
    return this.records.list(query);
  }

  @Get(':id')
  @ApiParam(recordId)
  @Operates({
    id: 'getRecord',
    summary: 'Get a record',
    description:
      'At its newest version, or with `asOf` at the one that was shown then; `updatedAt` is then the time from which it was. A record that its source no longer lists is a 410, unless `deleted=include` is given.',
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
    summary: 'Show where a record came from',
    description:
      'The stored page that brought the newest version: its metadata, the item as the source sent it, and the page if it is small. A page that is older than the source keeps them is a 410, one that is damaged a 409.',
    problems: [404, 409, 410],
  })
  @ZodResponse({ status: 200, description: 'The page and the item in it.', type: RawViewDto })
  async raw(@Param('id') id: string) {
    return this.work.rawView(await this.records.get(id));
  }

  @Get(':id/versions')
  @ApiParam(recordId)
  @Operates({
    id: 'listRecordVersions',
    summary: 'List the versions of a record',
    description:
      'Newest first, as far as they are kept. A version that comes to light between two pages, out of a page that came late, may be missing. One with `deleted` says from when on the source no longer listed the record.',
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
    summary: 'Show what differs between two versions of a record',
    description:
      'As JSON Patch (RFC 6902) names places and operations, with the value before beside the one after. Lists are compared place by place.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'Every place that differs.', type: VersionDiffDto })
  diff(@Param('id') id: string, @Query() query: VersionDiffQueryDto) {
    return this.records.diff(id, query);
  }
}
