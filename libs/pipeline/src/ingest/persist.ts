import { TwlError, type Clock } from '@twl/ports';

const attempts = 6;

/** Does a storage call that can be repeated, again after a growing pause with full jitter while its error says that this can help. */
export const persist = async <T>(call: () => Promise<T>, clock: Clock, signal: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === attempts || !(error instanceof TwlError) || !error.retryable) throw error;
      await clock.sleep(clock.random() * 200 * 2 ** attempt, signal);
    }
  }
};
