import * as z from 'zod';

const gibibyte = 1024 ** 3;

const limit = (ceiling: number, usual: number, description: string) => z.int().min(1).max(ceiling).default(usual).describe(description);

/** Limits of one run of one stream. Each has a default, and a maximum that no setting exceeds. */
export const sourceLimitsSchema = z.strictObject({
  pages: limit(1_000_000, 10_000, 'maximum consecutive pages of one partition or interval; more end the run as stalled'),
  bytes: limit(1024 * gibibyte, 10 * gibibyte, 'maximum bytes of all pages of a run, decompressed; more end the run as stalled'),
  pageBytes: limit(16 * gibibyte, 2 * gibibyte, 'maximum bytes of one page, decompressed; a larger page is refused and the run fails'),
  recordsPerPage: limit(100_000_000, 10_000_000, 'maximum records of one page; further records are refused and the run ends as stalled'),
  minutes: limit(1440, 60, 'maximum fetch time of a run; then it ends as deferred and the next run continues from there'),
  connectSeconds: limit(120, 10, 'maximum time to connect'),
  firstByteSeconds: limit(900, 60, 'maximum time to the first byte of a response'),
  idleSeconds: limit(900, 30, 'maximum pause within a response'),
  requestSeconds: limit(14_400, 900, 'maximum total time of one response'),
});
export type SourceLimits = z.infer<typeof sourceLimitsSchema>;
