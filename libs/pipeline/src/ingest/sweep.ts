import { newDeliveryOf } from '../pages/page-message';
import type { IngestPorts } from './ingest-ports';
import { recoverRun } from './recover-run';

/** Pages that one sweep sends again, at most. */
const sweepLimit = 1000;

/**
 * Continues what a crash interrupted: runs whose worker is dead, runs whose pages are all applied, and open pages without a message. Safe at any
 * time; a page that is sent twice is applied once.
 * @param options.olderThanMs time for processing a page before it is sent again; a page that far in the future has a wrong time
 */
export const sweep = async (ports: IngestPorts, options: { olderThanMs: number }): Promise<{ resent: number }> => {
  for (const run of await ports.runs.unsettled()) await recoverRun(ports, run);
  const now = ports.clock.now();
  const isOverdue = (at: number): boolean => at < now - options.olderThanMs || at > now + options.olderThanMs;
  const depth = await ports.pageQueue.depth();
  // While messages are waiting, an old page is most likely among them.
  const overdue =
    depth.ready > 0 ? [] : (await ports.unapplied.open(sweepLimit)).filter(({ fetchedAt }) => isOverdue(Date.parse(fetchedAt)));
  if (overdue.length === 0) return { resent: 0 };
  await ports.pageQueue.send(overdue.map((page) => newDeliveryOf(page, ports.clock)));
  ports.log.warn('sweep.resent', { pages: overdue.length });
  return { resent: overdue.length };
};
