import * as z from 'zod';
import { paging } from './list';

const time = z.iso.datetime({ offset: true });

/** Orders of the record list; a minus means newest first. Equal times are ordered by id. */
export const recordSorts = ['-updatedAt', 'updatedAt', '-occurredAt', 'occurredAt'] as const;
export type RecordSort = (typeof recordSorts)[number];

/** What `/records` can be asked. Unknown parameters are refused. */
export const recordsQuerySchema = z.strictObject({
  source: z.string().optional(),
  stream: z.string().optional(),
  q: z.string().max(200).optional().describe('part of the title; upper and lower case, and composed and decomposed letters, are the same'),
  'occurredAt.gte': time.optional(),
  'occurredAt.lt': time.optional(),
  'updatedAt.gte': time.optional(),
  'updatedAt.lt': time.optional(),
  deleted: z
    .enum(['include', 'only'])
    .optional()
    .describe('whether records that the source no longer lists are shown: with the others, or alone; default not at all'),
  sort: z.enum(recordSorts).default('-updatedAt'),
  ...paging,
});
export type RecordsQuery = z.infer<typeof recordsQuerySchema>;
