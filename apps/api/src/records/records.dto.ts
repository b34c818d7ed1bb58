import { listOf, recordSchema, recordsQuerySchema, versionSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { listFormats } from '../exports/list-exports';
import { rawViewSchema } from '../views/raw-view';

export class RecordsQueryDto extends createZodDto(
  recordsQuerySchema.extend({
    format: z
      .enum(listFormats)
      .optional()
      .describe('return all records that match as a file, without pages: `limit` and `cursor` do not apply. `Accept` does the same'),
  }),
) {}
export class RecordDto extends createZodDto(recordSchema) {}
export class RecordListDto extends createZodDto(listOf(recordSchema)) {}
export class VersionListDto extends createZodDto(listOf(versionSchema)) {}
export class RawViewDto extends createZodDto(rawViewSchema) {}
