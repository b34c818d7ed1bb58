import type { Clock, Delivery, WorkQueue } from '@twl/ports';

/** How a worker takes work from a queue. */
export interface WorkerOptions {
  queue: WorkQueue;
  clock: Clock;
  /** How long a message is hidden while it is worked on; it is extended as long as the work goes on, ms. */
  visibilityMs: number;
  /** Takes the message off the queue, or puts it back. */
  handle(delivery: Delivery): Promise<void>;
  /** Told when the queue or a handler could not do its part; the message comes back by itself. */
  failed(error: unknown): void;
}

/** How long an empty queue is waited on, ms: the longest poll of SQS, where every poll costs. */
const waitMs = 20_000;

/** Works off a queue, one message after the other, until the signal; finishes the message in hand and gives back the others. */
export const work = async ({ queue, clock, visibilityMs, handle, failed }: WorkerOptions, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      const deliveries = await queue.receive({ max: 10, waitMs, visibilityMs, signal });
      for (const delivery of deliveries) {
        if (signal.aborted) await queue.release(delivery.receipt, 0);
        else await held(delivery);
      }
    } catch (error) {
      if (signal.aborted) return;
      failed(error);
      await clock.sleep(1000, signal).catch(() => undefined);
    }
  }

  async function held(delivery: Delivery): Promise<void> {
    const done = new AbortController();
    const keeping = keepHidden(delivery, done.signal);
    try {
      await handle(delivery);
    } finally {
      done.abort();
      await keeping;
    }
  }

  async function keepHidden({ receipt }: Delivery, done: AbortSignal): Promise<void> {
    for (;;) {
      const isOver = await clock.sleep(visibilityMs / 2, done).then(
        () => false,
        () => true,
      );
      if (isOver) return;
      await queue.extend(receipt, visibilityMs).catch(failed);
    }
  }
};
