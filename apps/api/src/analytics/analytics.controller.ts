import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, RecordReader } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { AnalyticsDto, AnalyticsQueryDto } from './analytics.dto';

@ApiTags('analytics')
@Controller('analytics')
export class AnalyticsController {
  constructor(
    private readonly reader: RecordReader,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operates({
    id: 'getAnalytics',
    summary: 'Totals, sums by source and a time line',
    description:
      'Made from counters. The width of a bucket is chosen so that a series has at most 500 points; times bound the time line only, by whole buckets; `source` narrows totals, sums and time line.',
    problems: [400],
  })
  @ZodResponse({ status: 200, description: 'The sums and the time line.', type: AnalyticsDto })
  get(@Query() query: AnalyticsQueryDto) {
    return this.reader.analytics(query, this.clock.iso());
  }
}
