import type { Clock } from '@twl/ports';

/** Attempts at a write that others keep from happening, and at the rest of a batch. */
export const maxAttempts = 12;

const [firstMs, longestMs] = [25, 5000];

/** Waits before another attempt, with full jitter: longer the more there were. */
export const pause = (clock: Pick<Clock, 'sleep' | 'random'>, attempts: number): Promise<void> =>
  clock.sleep(clock.random() * Math.min(longestMs, firstMs * 2 ** attempts));
