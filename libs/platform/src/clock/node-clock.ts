import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '@twl/ports';

/** A timer of Node cannot wait longer than this, ms. */
const longestTimer = 2 ** 31 - 1;

/** The time and the randomness of the machine. */
export class NodeClock extends Clock {
  now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      for (let left = ms; left > 0; left -= longestTimer) await wait(Math.min(left, longestTimer), undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
    signal?.throwIfAborted();
  }

  random(): number {
    return Math.random();
  }
}
