import type { Clock, Log, WorkQueue } from '@twl/ports';

/** Messages that a worker holds. */
export interface HiddenDelivery {
  queue: Pick<WorkQueue, 'extend'>;
  clock: Clock;
  log: Log;
  /** How long a message is hidden from other workers at a time, ms. */
  visibilityMs: number;
  /** Receipts of the messages; the worker removes those that it is done with. */
  receipts: ReadonlySet<string>;
}

/** Extends the time that messages are hidden, until it is stopped. */
export const keepHidden = ({ queue, clock, log, visibilityMs, receipts }: HiddenDelivery): { stop(): Promise<void> } => {
  const stopped = new AbortController();
  const keep = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(visibilityMs / 2, stopped.signal).catch(() => undefined);
      if (stopped.signal.aborted) return;
      for (const receipt of receipts)
        await queue.extend(receipt, visibilityMs).catch((error: unknown) => log.error('worker.failed', error));
    }
  };
  const keeping = keep();
  return {
    stop: async () => {
      stopped.abort();
      await keeping;
    },
  };
};
