import * as z from 'zod';
import { filters, timeRange } from './filters';
import { paging } from './list';

/** Sort orders of the record list; a minus means newest first. Equal times are sorted by id. */
export const recordSorts = ['-updatedAt', 'updatedAt', '-occurredAt', 'occurredAt'] as const;
export type RecordSort = (typeof recordSorts)[number];

/** Query parameters of `/records`. Unknown parameters are refused. */
export const recordsQuerySchema = z.strictObject({
  source: filters.source,
  stream: filters.stream,
  q: z.string().max(200).optional().describe('part of the title; case and Unicode composition are ignored'),
  'occurredAt.gte': timeRange.from,
  'occurredAt.lt': timeRange.to,
  'updatedAt.gte': timeRange.from,
  'updatedAt.lt': timeRange.to,
  deleted: z
    .enum(['include', 'only'])
    .optional()
    .describe('include: list deleted records as well. only: list only deleted records. Default: do not list them'),
  sort: z.enum(recordSorts).default('-updatedAt'),
  ...paging,
});
export type RecordsQuery = z.infer<typeof recordsQuerySchema>;
