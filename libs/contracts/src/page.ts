import * as z from 'zod';
import { pageIdSchema } from './page-id';

/** The half-open stretch of cursor values a page was asked for, in the source's own notation. */
const intervalSchema = z.record(z.string(), z.string());

/** Everything known about one raw object without opening it: S3 object metadata on AWS, a sidecar file on disk. */
export const pageMetaSchema = z.object({
  v: z.literal(2),
  ...pageIdSchema.shape,
  trigger: z.string().describe('what started the run'),
  partition: z.record(z.string(), z.unknown()).describe('the stream partition the page belongs to; empty without one'),
  interval: intervalSchema.describe('the stream interval the page was asked for; empty without one'),
  fetchedAt: z.iso.datetime(),
  request: z.object({ method: z.string(), url: z.string() }).describe('the request line, secrets taken out'),
  status: z.int(),
  headers: z.record(z.string(), z.string()).describe('the answer headers worth keeping, names in lower case'),
  contentType: z.string(),
  sha256: z.string().describe('hex digest of the answer body'),
  bytes: z.int().nonnegative(),
  manifest: z.string().describe('hash of the manifest in force'),
  last: z.boolean().optional().describe('the engine knew that no page follows'),
});
export type PageMeta = z.infer<typeof pageMetaSchema>;

/** A pointer to one stored page, put on the queue. The queue delivers it at least once and in any order. */
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

/** A request to run a source, from the API or a person, to the process that ingests. */
export const runRequestSchema = z.object({
  v: z.literal(2),
  source: z.string(),
  runs: z.array(z.object({ runId: z.string(), stream: z.string() })),
  trigger: z.enum(['manual', 'schedule']),
  requestedAt: z.iso.datetime(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;
