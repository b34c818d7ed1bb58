import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { groupFailures } from '@twl/pipeline';
import { Clock, FailureStore, NotFoundError } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { sourceInQuery } from '../access/source-finders';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { FailureGroupDto, FailureGroupsDto, FailureGroupsQueryDto } from './failure-groups.dto';

@ApiTags('failures')
@Controller('failure-groups')
export class FailureGroupsController {
  constructor(
    private readonly failures: FailureStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operates({
    id: 'listFailureGroups',
    role: 'viewer',
    sources: sourceInQuery,
    summary: 'List groups of failures',
    description:
      'Open failures by source, stream, reason and problem, each group with its count, its first and last time, its trend and a sample. `status` chooses others than open ones. A failure leaves its group by itself when its record arrives well.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'The groups.', type: FailureGroupsDto })
  async list(@Query() query: FailureGroupsQueryDto) {
    const { groups, grouped, more } = await groupFailures({ failures: this.failures, clock: this.clock }, withoutUndefined(query));
    return { items: groups, grouped, more };
  }

  @Get(':id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a group of failures.' })
  @Operates({
    id: 'getFailureGroup',
    role: 'viewer',
    summary: 'Get a group of failures',
    description: 'A group without open failures is not there.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The group.', type: FailureGroupDto })
  async get(@Param('id') id: string) {
    const { groups } = await groupFailures({ failures: this.failures, clock: this.clock }, {});
    const group = groups.find((one) => one.id === id);
    if (!group) throw new NotFoundError('group of open failures', id);
    return group;
  }
}

const withoutUndefined = <T extends object>(query: T): T =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as T;
