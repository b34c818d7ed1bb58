import type { Log } from '@twl/ports';

/** The id of the trace that the current work belongs to; undefined if nobody follows it. */
export const traceIdOf = (log: Log): string | undefined => log.traceparent?.split('-')[1];
