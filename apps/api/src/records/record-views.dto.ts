import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { differenceSchema } from '../views/replay';

const version = z.coerce.number().int().min(1).max(1_000_000_000);

/** Differences between two versions of a record. */
export const versionDiffSchema = z.object({
  id: z.string(),
  from: z.int().positive(),
  to: z.int().positive(),
  changes: z.array(differenceSchema).describe('differences in `title`, `occurredAt` and `data`; empty if only the order of keys differs'),
});

export class RecordQueryDto extends createZodDto(
  z.strictObject({
    asOf: z.iso.datetime({ offset: true }).optional().describe('return the record as it was at this time'),
    deleted: z.literal('include').optional().describe('return a deleted record with its last content and `deletedAt`; default a 410'),
  }),
) {}
export class VersionDiffQueryDto extends createZodDto(
  z.strictObject({ from: version.describe('number of a version'), to: version.describe('number of another version') }),
) {}
export class VersionDiffDto extends createZodDto(versionDiffSchema) {}
