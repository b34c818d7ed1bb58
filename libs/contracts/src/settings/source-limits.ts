import * as z from 'zod';

const gibibyte = 1024 ** 3;

const upTo = (ceiling: number, usual: number, what: string) => z.int().min(1).max(ceiling).default(usual).describe(what);

/** How much one run of one stream may take of a source. Every limit has a default, and a ceiling that no setting exceeds. */
export const sourceLimitsSchema = z.strictObject({
  pages: upTo(1_000_000, 10_000, 'pages that may follow one another in one partition or interval; more end the run as stalled'),
  bytes: upTo(1024 * gibibyte, 10 * gibibyte, 'bytes of all pages of a run, unpacked; more end the run as stalled'),
  pageBytes: upTo(16 * gibibyte, 2 * gibibyte, 'bytes of one page, unpacked; a larger one is not taken in, and the run fails'),
  recordsPerPage: upTo(100_000_000, 10_000_000, 'records of one page; those beyond are refused, and the run ends as stalled'),
  minutes: upTo(1440, 60, 'how long a run may fetch; then it ends as deferred, and the next one goes on from there'),
  connectSeconds: upTo(120, 10, 'how long one connection may take'),
  firstByteSeconds: upTo(900, 60, 'how long an answer may take to begin'),
  idleSeconds: upTo(900, 30, 'how long an answer may pause'),
  requestSeconds: upTo(14_400, 900, 'how long one answer may take in all'),
});
export type SourceLimits = z.infer<typeof sourceLimitsSchema>;
