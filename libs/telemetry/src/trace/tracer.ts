import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from '@twl/ports';
import { newContext, readTraceparent, writeTraceparent, type TraceContext } from './trace-context';

/** Which side of an exchange a span is, as OpenTelemetry says it. */
export type SpanSide = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A piece of work that begins. */
export interface SpanStart {
  name: string;
  side: SpanSide;
  attributes: LogFields;
  /** The span that asked for the work, if it was elsewhere. */
  traceparent?: string | undefined;
}

/** A call that is over. */
export interface PastSpan extends SpanStart {
  /** Start, ms since 1970. */
  startedAt: number;
  ms: number;
  error?: unknown;
}

/** Follows work through its steps. */
export abstract class Tracer {
  /** Does work as a span: of the current trace, of the trace given, or of a new one. */
  abstract follow<T>(start: SpanStart, work: () => Promise<T>): Promise<T>;
  /** The current span; undefined outside of any. */
  abstract get current(): TraceContext | undefined;
  /** Adds a call that is over to the current span. */
  record(_span: PastSpan): void {}
  /** Adds an event, and what it tells, to the current span. */
  note(_event: string, _fields: LogFields, _error?: unknown): void {}
  /** Sends what is left. */
  async flush(): Promise<void> {}
  async close(): Promise<void> {}

  /** The current span as a traceparent. */
  get traceparent(): string | undefined {
    return this.current && writeTraceparent(this.current);
  }
}

/** Gives work ids of traces, which lines of the log and messages carry, and records nothing. */
export class IdTracer extends Tracer {
  private readonly storage = new AsyncLocalStorage<TraceContext>();

  follow<T>({ traceparent }: SpanStart, work: () => Promise<T>): Promise<T> {
    const parent = readTraceparent(traceparent);
    if (!parent && this.current) return work();
    return this.storage.run(newContext(parent), work);
  }

  get current(): TraceContext | undefined {
    return this.storage.getStore();
  }
}
