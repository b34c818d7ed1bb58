import type { Clock, Delivery, Log, WorkQueue } from '@twl/ports';
import { keepHidden } from './keep-hidden';

/** How a queue is worked off. */
export interface DrainOptions {
  queue: WorkQueue;
  clock: Clock;
  log: Log;
  /** How long a message is hidden while it is worked on, ms; extended as long as the work goes on. */
  visibilityMs: number;
  /** Deletes the message, or puts it back. When it throws, the error is logged and the message comes back by itself. */
  handle(delivery: Delivery): Promise<void>;
}

/** How long an empty queue is waited on, ms: the longest poll of SQS, where every poll costs. */
const waitMs = 20_000;

/** Pause after the queue or a handler failed, ms. */
const pauseMs = 1000;

/** Works off a queue, one message after the other, until the signal; then finishes the message in hand and puts back the others. */
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
