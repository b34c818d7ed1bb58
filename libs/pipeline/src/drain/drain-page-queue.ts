import type { ProcessPorts } from '../process/apply-message';
import { drainQueue } from './drain-queue';
import { processMessage } from './process-message';

/** How long a message is hidden while its page is processed, ms. */
const defaultVisibilityMs = 60_000;

/** Drains the page queue until the signal aborts; then finishes the current page. */
export const drainPageQueue = (
  ports: ProcessPorts,
  signal: AbortSignal,
  { visibilityMs = defaultVisibilityMs }: { visibilityMs?: number } = {},
): Promise<void> => {
  const { pageQueue: queue, clock, log } = ports;
  return drainQueue({ queue, clock, log, visibilityMs, handle: (delivery) => processMessage(ports, delivery) }, signal);
};
