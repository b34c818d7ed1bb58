import * as z from 'zod';

/** Identifies one page of one run. Every shape that represents or references a page has these members. */
export const pageIdSchema = z.object({
  source: z.string(),
  stream: z.string(),
  runId: z.string(),
  runSeq: z.int().positive().describe('number of the run among the runs of its stream'),
  pageIndex: z.int().nonnegative().describe('position of the page in its run'),
});
export type PageId = z.infer<typeof pageIdSchema>;

/** Returns only the identity of a shape that has more members. */
export const pageIdOf = ({ source, stream, runId, runSeq, pageIndex }: PageId): PageId => ({ source, stream, runId, runSeq, pageIndex });
