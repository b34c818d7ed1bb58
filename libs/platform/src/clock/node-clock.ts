import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '@twl/ports';

/** Maximum delay of a Node timer, ms. */
const maxTimerMs = 2 ** 31 - 1;

/** System clock and random numbers. */
export class NodeClock extends Clock {
  now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      for (let remaining = ms; remaining > 0; remaining -= maxTimerMs) await wait(Math.min(remaining, maxTimerMs), undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
    signal?.throwIfAborted();
  }

  random(): number {
    return Math.random();
  }
}
