import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditLog } from '@twl/ports';
import { ZodResponse } from 'nestjs-zod';
import { Operates } from '../openapi/documented';
import { Cursors } from '../paging/cursors';
import { walk } from '../paging/walk';
import { AuditListDto, AuditQueryDto } from './audit.dto';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Operates({
    id: 'listAudit',
    summary: 'List what was done by hand',
    description: 'Every redrive, discard and replay: who, when, why, and what came of it. Newest first. Entries never change.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'One page of entries.', type: AuditListDto })
  list(@Query() query: AuditQueryDto) {
    return walk({ cursors: this.cursors, list: 'audit', query }, (asked) => this.audit.list(asked));
  }
}
