import { processMessage, type ProcessPorts } from './process-message';
import { work } from './worker';

/** How long a message is hidden while its page is worked on, ms; it is extended as long as that goes on. */
const visibilityMs = 60_000;

/** Works off the queue of pages until the signal; finishes the page in hand. */
export const workPages = (ports: ProcessPorts, signal: AbortSignal): Promise<void> => {
  const { pageQueue: queue, clock, log } = ports;
  const failed = (error: unknown): void => log.error('worker.failed', error);
  return work({ queue, clock, visibilityMs, handle: (delivery) => processMessage(ports, delivery), failed }, signal);
};
