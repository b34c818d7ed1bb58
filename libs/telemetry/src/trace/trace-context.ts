import { randomBytes } from 'node:crypto';

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The ids of a trace and of a span in it. */
export interface TraceContext {
  traceId: string;
  spanId: string;
}

/** Reads a traceparent of W3C Trace Context, version 00; undefined if it is none. */
export const readTraceparent = (text: string | undefined): TraceContext | undefined => {
  const [, traceId, spanId] = (text && pattern.exec(text)) || [];
  return traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : { traceId, spanId };
};

/** Writes a traceparent that asks others to record their spans too. */
export const writeTraceparent = ({ traceId, spanId }: TraceContext): string => `00-${traceId}-${spanId}-01`;

/** A new span, in the trace of its parent or in a new one. */
export const newContext = (parent: TraceContext | undefined): TraceContext => {
  const random = randomBytes(24).toString('hex');
  return { traceId: parent?.traceId ?? random.slice(16), spanId: random.slice(0, 16) };
};
