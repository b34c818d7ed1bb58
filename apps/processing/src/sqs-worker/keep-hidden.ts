import type { Clock, WorkQueue } from '@twl/ports';

/** What is to be kept from others. */
export interface Hidden {
  queue: Pick<WorkQueue, 'extend'>;
  clock: Clock;
  visibilityMs: number;
  /** Receipts in hand; who is done with one takes it out. */
  held: ReadonlySet<string>;
  failed(error: unknown): void;
}

/** Extends the time of what is in hand, until it is stopped. */
export const keepHidden = ({ queue, clock, visibilityMs, held, failed }: Hidden): { stop(): Promise<void> } => {
  const stopped = new AbortController();
  const keep = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(visibilityMs / 2, stopped.signal).catch(() => undefined);
      if (stopped.signal.aborted) return;
      for (const receipt of held) await queue.extend(receipt, visibilityMs).catch(failed);
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
