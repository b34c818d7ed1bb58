import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, RecordReader, withName } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { Sources } from '../sources/sources';
import { AnalyticsDto, AnalyticsQueryDto } from './analytics.dto';
import { withEverySource } from './every-source';

@ApiTags('analytics')
@Controller('analytics')
export class AnalyticsController {
  constructor(
    private readonly reader: RecordReader,
    private readonly clock: Clock,
    private readonly sources: Sources,
  ) {}

  @Get()
  @Operates({
    id: 'getAnalytics',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'Get totals, sums by source and a time line',
    description:
      'Computed from counters. The bucket width is chosen so that a series has at most 500 points. `from` and `to` limit only the time line, to whole buckets. `source` limits totals, sums and time line.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'Totals, sums by source and the time line.', type: AnalyticsDto })
  async get(@Query() query: AnalyticsQueryDto) {
    const [analytics, names] = await Promise.all([this.reader.analytics(query, this.clock.iso()), this.sources.names()]);
    return withEverySource(
      analytics,
      withName(names, query.source, (name) => name),
    );
  }
}
