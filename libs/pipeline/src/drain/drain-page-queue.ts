import type { ProcessPorts } from '../process/apply-message';
import { drainQueue } from './drain-queue';
import { processMessage } from './process-message';

/** How long a message is hidden while its page is worked on, ms. */
const defaultVisibilityMs = 60_000;

/** Works off the queue of pages until the signal; then finishes the page in hand. */
export const drainPageQueue = (
  ports: ProcessPorts,
  signal: AbortSignal,
  { visibilityMs = defaultVisibilityMs }: { visibilityMs?: number } = {},
): Promise<void> => {
  const { pageQueue: queue, clock, log } = ports;
  return drainQueue({ queue, clock, log, visibilityMs, handle: (delivery) => processMessage(ports, delivery) }, signal);
};
