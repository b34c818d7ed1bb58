import type { Clock } from '@twl/ports';

/** The most attempts at a write that other writes are in the way of, and at the rest of a batch. */
export const maxAttempts = 12;

const [firstMs, longestMs] = [25, 5000];

/** Waits before another attempt, with full jitter: longer after more attempts. */
export const pause = (clock: Pick<Clock, 'sleep' | 'random'>, attempts: number): Promise<void> =>
  clock.sleep(clock.random() * Math.min(longestMs, firstMs * 2 ** attempts));
