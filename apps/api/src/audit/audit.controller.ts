import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditLog } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { Lists } from '../paging/lists';
import { AuditListDto, AuditQueryDto } from './audit.dto';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    private readonly lists: Lists,
  ) {}

  @Get()
  @Operates({
    id: 'listAudit',
    role: 'viewer',
    summary: 'List audited actions',
    description:
      'Every redrive, discard, replay and other manual action: who, when, why, and the result. Newest first. Entries never change.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of entries.', type: AuditListDto })
  list(@Query() query: AuditQueryDto) {
    return this.lists.page('audit', query, (storeQuery) => this.audit.list(storeQuery));
  }
}
