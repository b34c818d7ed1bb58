import { exportFormatSchema, exportSchema, recordSelectionSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

const createExportSchema = z.strictObject({
  format: exportFormatSchema,
  query: recordSelectionSchema.default({}).describe('filters of the record list, and a time; default all records'),
  why: why.optional().describe('reason, for the audit log'),
  who,
});

export class CreateExportDto extends createZodDto(createExportSchema) {}
export class ExportDto extends createZodDto(exportSchema) {}
