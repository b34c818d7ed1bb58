import { listOf, recordSchema, recordsQuerySchema, versionSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import { rawViewSchema } from '../views/raw-view';

export class RecordsQueryDto extends createZodDto(recordsQuerySchema) {}
export class RecordDto extends createZodDto(recordSchema) {}
export class RecordListDto extends createZodDto(listOf(recordSchema)) {}
export class VersionListDto extends createZodDto(listOf(versionSchema)) {}
export class RawViewDto extends createZodDto(rawViewSchema) {}
