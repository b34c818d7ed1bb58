import type { Log } from '@twl/ports';

/** What the HTTP wrapper says of itself. Its steps hold whole events: only what goes wrong is logged. */
export const wrapperLog = (log: Log) => ({
  info: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: string) => log.warn('lambda.warning', { message }),
  error: (message: string, error?: unknown) => log.error('lambda.failed', error ?? new Error(message)),
});
