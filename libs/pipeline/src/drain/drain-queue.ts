import type { Clock, Delivery, Log, WorkQueue } from '@twl/ports';
import { keepHidden } from './keep-hidden';

/** Options for draining a queue. */
export interface DrainOptions {
  queue: WorkQueue;
  clock: Clock;
  log: Log;
  /** How long a message is hidden while it is processed, ms; extended until it is done. */
  visibilityMs: number;
  /** Deletes the message, or puts it back. If it throws, the error is logged and the message is delivered again. */
  handle(delivery: Delivery): Promise<void>;
}

/** How long to wait for a message, ms: the longest poll of SQS, where every poll costs. */
const waitMs = 20_000;

/** Pause after the queue or a handler failed, ms. */
const pauseMs = 1000;

/** Drains a queue, one message after the other, until the signal aborts; then finishes the current message and puts back the others. */
export const drainQueue = async (options: DrainOptions, signal: AbortSignal): Promise<void> => {
  const { queue, clock, log, visibilityMs } = options;
  while (!signal.aborted) {
    try {
      const deliveries = await queue.receive({ max: 10, waitMs, visibilityMs, signal });
      for (const delivery of deliveries) {
        if (signal.aborted) await queue.release(delivery.receipt, 0);
        else await handleHidden(options, delivery);
      }
    } catch (error) {
      if (signal.aborted) return;
      log.error('worker.failed', error);
      await clock.sleep(pauseMs, signal).catch(() => undefined);
    }
  }
};

const handleHidden = async ({ handle, ...queue }: DrainOptions, delivery: Delivery): Promise<void> => {
  const hidden = keepHidden({ ...queue, receipts: new Set([delivery.receipt]) });
  try {
    await handle(delivery);
  } finally {
    await hidden.stop();
  }
};
