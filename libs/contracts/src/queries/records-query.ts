import * as z from 'zod';
import { filters, stretch } from './filters';
import { paging } from './list';

/** Orders of the record list; a minus means newest first. Equal times are ordered by id. */
export const recordSorts = ['-updatedAt', 'updatedAt', '-occurredAt', 'occurredAt'] as const;
export type RecordSort = (typeof recordSorts)[number];

/** What `/records` can be asked. Unknown parameters are refused. */
export const recordsQuerySchema = z.strictObject({
  source: filters.source,
  stream: filters.stream,
  q: z.string().max(200).optional().describe('part of the title; upper and lower case, and composed and decomposed letters, are the same'),
  'occurredAt.gte': stretch.from,
  'occurredAt.lt': stretch.to,
  'updatedAt.gte': stretch.from,
  'updatedAt.lt': stretch.to,
  deleted: z
    .enum(['include', 'only'])
    .optional()
    .describe('whether records that the source no longer lists are shown: with the others, or alone; default not at all'),
  sort: z.enum(recordSorts).default('-updatedAt'),
  ...paging,
});
export type RecordsQuery = z.infer<typeof recordsQuerySchema>;
