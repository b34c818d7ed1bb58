import * as z from 'zod';
import { recordsQuerySchema } from '../queries/records-query';

/** Formats of an export. */
export const exportFormats = ['csv', 'ndjson', 'json', 'parquet'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = (typeof exportFormats)[number];

/** Which records an export has: the filters of the record list, and a time. */
export const recordSelectionSchema = recordsQuerySchema
  .omit({ sort: true, limit: true, cursor: true })
  .extend({ asOf: z.iso.datetime({ offset: true }).optional().describe('export the records as they were at this time') });
export type RecordSelection = z.infer<typeof recordSelectionSchema>;

/** An export: its progress, and where its file is. */
export const exportSchema = z.object({
  id: z.string(),
  format: exportFormatSchema,
  query: z.string().describe('its filters, as the query of an address: source=shop&q=text'),
  state: z
    .enum(['waiting', 'running', 'done', 'failed', 'unfinished', 'expired'])
    .describe(
      'unfinished: no end was recorded, so another process is still working on it, or the process was stopped. expired: the file was removed',
    ),
  detail: z.string().optional().describe('why it failed, or the result in words'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  progress: z.object({ done: z.int().nonnegative().describe('records that were read so far') }),
  file: z
    .object({
      href: z.string().describe('address of the file, relative to the API'),
      bytes: z.int().nonnegative(),
      expiresAt: z.iso.datetime(),
    })
    .nullable()
    .describe('null until the export is done, and after its file has expired'),
});
export type Export = z.infer<typeof exportSchema>;
