import { newDeliveryOf } from '../pages/page-message';
import type { IngestPorts } from './ingest-ports';
import { recoverRun } from './recover-run';

/** Pages sent again in one sweep at most. */
const sweepLimit = 1000;

/**
 * Finds what a crash left between two steps, and moves it on: runs whose worker is gone, runs whose pages are all dealt with, and open
 * pages that nobody was told of. Harmless at any time; a page sent twice is applied once.
 * @param options.olderThanMs how long a page is given to be processed before it is sent again; one from so far ahead is of a clock that was wrong
 */
export const sweep = async (ports: IngestPorts, options: { olderThanMs: number }): Promise<{ resent: number }> => {
  for (const run of await ports.runs.unsettled()) await recoverRun(ports, run);
  const now = ports.clock.now();
  const isLate = (at: number): boolean => at < now - options.olderThanMs || at > now + options.olderThanMs;
  const depth = await ports.pageQueue.depth();
  // While messages still wait, an old page is most likely among them.
  const late = depth.ready > 0 ? [] : (await ports.unapplied.open(sweepLimit)).filter(({ fetchedAt }) => isLate(Date.parse(fetchedAt)));
  if (late.length === 0) return { resent: 0 };
  await ports.pageQueue.send(late.map((page) => newDeliveryOf(page, ports.clock)));
  ports.log.warn('sweep.resent', { pages: late.length });
  return { resent: late.length };
};
