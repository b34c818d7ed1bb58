import type { Delivery } from '@twl/ports';
import { pageOf } from '../pages/page-ref';
import { processMessage, type ProcessPorts } from './process-message';
import { work } from './worker';

/** How long a message is hidden while its page is worked on, ms; it is extended as long as that goes on. */
const visibilityMs = 60_000;

/** Works off the queue of pages until the signal; finishes the page in hand. `measured` does the work on one of them. */
export const workPages = (
  ports: ProcessPorts,
  signal: AbortSignal,
  measured: <T>(work: () => Promise<T>, run?: string) => Promise<T> = (one) => one(),
): Promise<void> => {
  const { pageQueue: queue, clock, log } = ports;
  const failed = (error: unknown): void => log.error('worker.failed', error);
  const handle = (delivery: Delivery): Promise<void> => measured(() => processMessage(ports, delivery), pageOf(delivery)?.run);
  return work({ queue, clock, visibilityMs, handle, failed }, signal);
};
