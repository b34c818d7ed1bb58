import { setTimeout } from 'node:timers/promises';
import { Clock } from '@twl/ports';

/** The real time, for tests with several processes. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await setTimeout(ms, undefined, signal ? { signal } : {});
  }

  random(): number {
    return Math.random();
  }
}
