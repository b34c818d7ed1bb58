import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, RecordReader, withName } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
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
    summary: 'Totals, sums by source and a time line',
    description:
      'Made from counters. The width of a bucket is chosen so that a series has at most 500 points; times bound the time line only, by whole buckets; `source` narrows totals, sums and time line.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'The sums and the time line.', type: AnalyticsDto })
  async get(@Query() query: AnalyticsQueryDto) {
    const [analytics, names] = await Promise.all([this.reader.analytics(query, this.clock.iso()), this.sources.names()]);
    return withEverySource(
      analytics,
      withName(names, query.source, (name) => name),
    );
  }
}
