import * as z from 'zod';
import { countsSchema } from './run';

/** Maximum number of events that are kept of a run. */
export const maxRunEvents = 1000;

const count = z.int().nonnegative();

/** One step of a run, as the log has it. */
export const historyEventSchema = z.object({
  at: z.iso.datetime(),
  level: z.enum(['detail', 'info', 'warn', 'error']).describe('detail: a step that the log does not have'),
  event: z.string().describe('stable name: request.answered, run.waiting, page.stored, page.applied, run.closed'),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('what the event tells, without secrets: of a request its line, status, ms, bytes and attempt'),
});
export type HistoryEvent = z.infer<typeof historyEventSchema>;

/** One page of a run, and what became of it. */
export const historyPageSchema = z.object({
  pageIndex: count,
  key: z.string().describe('key of the raw object'),
  bytes: count,
  fetchedAt: z.iso.datetime(),
  status: z.enum(['open', 'applied', 'parked', 'discarded']),
  reason: z.string().optional().describe('why the page is parked'),
  counts: countsSchema,
});
export type HistoryPage = z.infer<typeof historyPageSchema>;

/** How far a run is. */
export const historyProgressSchema = z.object({
  phase: z.enum(['fetching', 'applying', 'closed']),
  elapsedMs: count.describe('from the start of the run to its last step'),
  requests: count.describe('requests sent to the source, with those that failed'),
  pages: count.describe('pages stored so far'),
  applied: count.describe('pages with an outcome'),
  bytes: count,
  records: count.describe('records with an outcome'),
  recordsPerSecond: z.number().nonnegative(),
  waiting: z.object({ until: z.iso.datetime(), reason: z.string() }).nullable().describe('what the run waits for now; null if it does not'),
});
export type HistoryProgress = z.infer<typeof historyProgressSchema>;

/** The history of a run. */
export const runHistorySchema = z.object({
  runId: z.string(),
  traceId: z.string().nullable().describe('the trace of the run; null if it is not known any more'),
  progress: historyProgressSchema,
  pages: z.array(historyPageSchema).describe('the first 1,000 pages'),
  items: z.array(historyEventSchema).describe('events, oldest first, at most 1,000; those of earlier months are gone'),
  dropped: count.describe('events that were not kept because the run had too many'),
});
export type RunHistoryView = z.infer<typeof runHistorySchema>;
