import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@twl/pipeline';
import { ZodResponse } from 'nestjs-zod';
import { By } from '../audit/actor-of';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { PagingDto } from '../paging/parameters.dto';
import { ApiKeyDto, ApiKeyListDto, CreatedKeyDto, CreateKeyDto, RevokeKeyDto } from './keys.dto';
import { Keys } from './keys';

@ApiTags('keys')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Get()
  @Operates({
    id: 'listKeys',
    role: 'admin',
    summary: 'List API keys',
    description: 'Newest first, with those that expired or were revoked. The keys themselves are stored nowhere.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of keys.', type: ApiKeyListDto })
  list(@Query() query: PagingDto) {
    return this.keys.list(query);
  }

  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @NoParameters()
  @Operates({
    id: 'createKey',
    role: 'admin',
    summary: 'Make an API key',
    description: 'The response shows the key once; only a hash of it is stored. The audit log records who made it.',
    problems: [],
  })
  @ZodResponse({ status: 201, description: 'The key, and what is stored of it.', type: CreatedKeyDto })
  create(@By() by: Actor, @Body() body: CreateKeyDto) {
    return this.keys.create(body, by);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of a key.' })
  @ApiBody({ type: RevokeKeyDto, required: false })
  @Operates({
    id: 'revokeKey',
    role: 'admin',
    summary: 'Revoke an API key',
    description: 'From now on the key is refused, and so are the sessions that were opened with it. That cannot be undone.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The key as it is now.', type: ApiKeyDto })
  revoke(@By() by: Actor, @Param('id') id: string, @Body() _body: RevokeKeyDto) {
    return this.keys.revoke(id, by);
  }
}
