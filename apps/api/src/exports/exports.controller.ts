import { Body, Controller, Get, HttpCode, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { HandedOver } from '@twl/contracts';
import type { Actor } from '@twl/pipeline';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Readable } from 'node:stream';
import { By } from '../audit/actor-of';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { Exports } from './exports';
import { CreateExportDto, ExportDto } from './exports.dto';
import { fileHeaders } from './file-headers';
import { listFormats, mediaTypeOf } from './list-exports';

/** Schema of a file in JSON. */
const jsonFile = { type: 'array', items: { $ref: '#/components/schemas/Record' } };

@ApiTags('exports')
@Controller('exports')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Post()
  @HttpCode(202)
  @NoParameters()
  @Operates({
    id: 'createExport',
    role: 'operator',
    summary: 'Export records to a file',
    description:
      'Writes all records that match into one file: CSV, lines of JSON, a JSON list, or Parquet. Get its progress from `Location`; the response has the result already if the export takes less than two seconds. The file is kept for a day.',
    problems: [],
  })
  @ZodResponse({ status: 202, description: 'The export, at the address in `Location`.', type: ExportDto })
  async create(@Body() { format, query }: CreateExportDto, @By() by: Actor, @Res({ passthrough: true }) response: Response) {
    const made = await this.exports.start({ format, selection: query }, by);
    response.setHeader('location', `/api/exports/${made.id}`);
    return made;
  }

  @Get(':id')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of an export.' })
  @Operates({
    id: 'getExport',
    role: 'viewer',
    summary: 'Get the progress of an export',
    description:
      'Only the process that makes the export knows its progress. For an export of another process, the audit log has the result, or shows that no end was recorded.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'The progress of the export.', type: ExportDto })
  get(@Param('id') id: string) {
    return this.exports.get(id);
  }

  @Get(':id/file')
  @NoParameters()
  @ApiParam({ name: 'id', description: 'The id of an export.' })
  @Operates({
    id: 'getExportFile',
    role: 'viewer',
    summary: 'Download the file of an export',
    description: 'On AWS the response is a redirect to a signed address in S3, which is valid for five minutes.',
    problems: [404],
    formats: listFormats.map(mediaTypeOf),
  })
  @ApiResponse({ status: 200, description: 'The file.', content: { 'application/json': { schema: jsonFile } } })
  async file(@Param('id') id: string, @Res({ passthrough: true }) response: Response) {
    const file = await this.exports.file(id);
    const address = await file.address();
    if (address) {
      response.status(303).setHeader('location', address.url);
      response.setHeader('cache-control', 'no-store');
      return { ...address, bytes: file.bytes } satisfies HandedOver;
    }
    fileHeaders(response, { ...file, etag: `"${id}"`, length: file.bytes });
    return new StreamableFile(Readable.from(file.open(), { objectMode: false }));
  }
}
