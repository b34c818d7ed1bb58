import type { Log } from '@twl/ports';
import { InvocationFailedError } from './event-source';

/** What the HTTP wrapper says of itself. Its steps hold whole events: only what goes wrong is logged. */
export const wrapperLog = (log: Log) => ({
  info: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: string) => log.warn('lambda.warning', { message }),
  error: (message: string, error?: unknown) => {
    // What the work itself threw was logged where it was thrown.
    if (!(error instanceof InvocationFailedError)) log.error('lambda.failed', error ?? new Error(message));
  },
});
