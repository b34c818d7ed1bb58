import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { differenceSchema } from '../views/replay';

const version = z.coerce.number().int().min(1).max(1_000_000_000);

/** What differs between two versions of a record. */
export const versionDiffSchema = z.object({
  id: z.string(),
  from: z.int().positive(),
  to: z.int().positive(),
  changes: z.array(differenceSchema).describe('in `title`, `occurredAt` and `data`; empty when only the order of keys differs'),
});

export class RecordQueryDto extends createZodDto(
  z.strictObject({
    asOf: z.iso.datetime({ offset: true }).optional().describe('show the record as it was at that time'),
    deleted: z.literal('include').optional().describe('show a deleted record as it last was, with `deletedAt`; default a 410'),
  }),
) {}
export class VersionDiffQueryDto extends createZodDto(
  z.strictObject({ from: version.describe('a version, by number'), to: version.describe('another one') }),
) {}
export class VersionDiffDto extends createZodDto(versionDiffSchema) {}
