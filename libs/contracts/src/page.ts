import * as z from 'zod';
import { pageIdSchema } from './page-id';

/** Half-open interval of cursor values that a page was requested for, in the format of the source. */
const intervalSchema = z.record(z.string(), z.string());

/** Metadata of a raw object, readable without opening it: S3 object metadata on AWS, a sidecar file on disk. */
export const pageMetaSchema = z.object({
  v: z.literal(2),
  ...pageIdSchema.shape,
  trigger: z.string().describe('trigger of the run'),
  partition: z.record(z.string(), z.unknown()).describe('partition of the page; empty if the stream has none'),
  interval: intervalSchema.describe('interval of cursor values that the page was requested for; empty if there is none'),
  fetchedAt: z.iso.datetime(),
  request: z.object({ method: z.string(), url: z.string() }).describe('request line, without secrets'),
  status: z.int(),
  headers: z.record(z.string(), z.string()).describe('selected response headers, names in lower case'),
  contentType: z.string(),
  sha256: z.string().describe('hex digest of the response body'),
  bytes: z.int().nonnegative(),
  manifest: z.string().describe('hash of the manifest used'),
  last: z.boolean().optional().describe('true if no page follows'),
});
export type PageMeta = z.infer<typeof pageMetaSchema>;

/** Queue message that references one stored page. The queue delivers it at least once and in any order. */
export const pageMessageSchema = z.object({
  v: z.literal(2),
  ...pageIdSchema.shape,
  key: z.string(),
  sha256: z.string(),
  bytes: z.int().nonnegative(),
  fetchedAt: z.iso.datetime(),
  traceparent: z.string(),
});
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** Request to run a source, sent by the API or a person to ingestion. */
export const runRequestSchema = z.object({
  v: z.literal(2),
  source: z.string(),
  runs: z.array(z.object({ runId: z.string(), stream: z.string() })),
  trigger: z.enum(['manual', 'schedule']),
  requestedAt: z.iso.datetime(),
  traceparent: z.string().optional(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;
