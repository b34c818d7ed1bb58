import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { LogFields } from '@twl/ports';
import { errorText } from '@twl/json';
import { readTraceparent, type TraceContext } from '../trace/trace-context';
import { Tracer, type PastSpan, type SpanSide, type SpanStart } from '../trace/tracer';

type OtelSpans = ReturnType<typeof trace.getTracer>;

const kinds: Readonly<Record<SpanSide, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Attributes of a span that events tell of when its work is done. */
const answered: Readonly<Record<string, string>> = { status: 'http.response.status_code', route: 'http.route' };

/** Records spans with the SDK of OpenTelemetry. */
export class OtelTracer extends Tracer {
  private readonly contexts = new AsyncLocalStorageContextManager().enable();

  constructor(private readonly spans: OtelSpans) {
    super();
  }

  async follow<T>({ name, side, attributes, traceparent }: SpanStart, work: () => Promise<T>): Promise<T> {
    const parent = this.parentOf(traceparent);
    const span = this.spans.startSpan(name, { kind: kinds[side], attributes: attributesOf(attributes) }, parent);
    try {
      return await this.contexts.with(trace.setSpan(parent, span), work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  get current(): TraceContext | undefined {
    return trace.getSpanContext(this.contexts.active());
  }

  override record({ name, side, attributes, startedAt, ms, error }: PastSpan): void {
    const options = { kind: kinds[side], attributes: attributesOf(attributes), startTime: startedAt };
    const span = this.spans.startSpan(name, options, this.contexts.active());
    if (error !== undefined) fail(span, error);
    span.end(startedAt + ms);
  }

  override note(event: string, fields: LogFields, error?: unknown): void {
    const span = trace.getSpan(this.contexts.active());
    if (!span) return;
    if (error !== undefined) fail(span, error);
    if (event.startsWith('http.'))
      for (const [field, name] of Object.entries(answered)) span.setAttributes(attributesOf({ [name]: fields[field] }));
    else span.addEvent(event, attributesOf(fields));
  }

  private parentOf(traceparent: string | undefined): Context {
    const parent = readTraceparent(traceparent);
    if (!parent) return this.contexts.active();
    return trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true });
  }
}

const fail = (span: Span, error: unknown): void => {
  span.recordException(error instanceof Error ? error : errorText(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: errorText(error) });
};

const attributesOf = (fields: LogFields): Attributes =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, value]])));
