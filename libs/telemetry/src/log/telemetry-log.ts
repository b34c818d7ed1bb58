import { AsyncLocalStorage } from 'node:async_hooks';
import type { HistoryEvent } from '@twl/contracts';
import { Log, type Clock, type LogFields, type Metrics, type WorkFields } from '@twl/ports';
import type { SpanSide, Tracer } from '../trace/tracer';
import type { HistoryRecorder } from '../history/history-recorder';
import { measureEvent } from './event-metrics';

/** Kinds of work that are spans, and their side. */
const sides: Readonly<Record<string, SpanSide>> = { http: 'server', page: 'consumer' };

/** Parts of {@link TelemetryLog}. */
export interface TelemetryLogParts {
  /** Writes the lines. */
  log: Log;
  tracer: Tracer;
  metrics: Metrics;
  clock: Pick<Clock, 'monotonic'>;
  /** Keeps what concerns a run. */
  recorder?: HistoryRecorder | undefined;
}

/**
 * Makes metrics and traces of what the core says, and passes it on as lines of the log, each with the id of its trace. A line within work on a
 * run has the id of the run.
 */
export class TelemetryLog extends Log {
  private readonly runs = new AsyncLocalStorage<string>();

  constructor(private readonly parts: TelemetryLogParts) {
    super();
  }

  override within<T>({ work: kind, traceparent, ...fields }: WorkFields, work: () => Promise<T>): Promise<T> {
    const { log, tracer } = this.parts;
    const runId = fields['runId']?.toString();
    const inside = (): Promise<T> => log.within(fields, kind === 'page' ? () => this.measurePage(work) : work);
    const ofRun = (): Promise<T> => (runId === undefined ? inside() : this.runs.run(runId, inside));
    if (kind === undefined) return ofRun();
    return tracer.follow({ name: nameOf(kind, fields), side: sides[kind] ?? 'internal', attributes: fields, traceparent }, ofRun);
  }

  override get traceparent(): string | undefined {
    return this.parts.tracer.traceparent;
  }

  override detail(event: string, fields: LogFields = {}): void {
    this.parts.log.detail(event, this.noteEvent('detail', event, { fields }));
  }

  info(event: string, fields: LogFields = {}): void {
    this.parts.log.info(event, this.noteEvent('info', event, { fields }));
  }

  warn(event: string, fields: LogFields = {}): void {
    this.parts.log.warn(event, this.noteEvent('warn', event, { fields }));
  }

  error(event: string, error: unknown, fields: LogFields = {}): void {
    this.parts.log.error(event, error, this.noteEvent('error', event, { fields, error }));
  }

  /** Tells metrics, trace and history of an event. Returns its fields with the ids of its run and its trace. */
  private noteEvent(level: HistoryEvent['level'], event: string, { fields, error }: { fields: LogFields; error?: unknown }): LogFields {
    const { metrics, tracer, recorder } = this.parts;
    measureEvent(metrics, event, fields);
    tracer.note(event, fields, error);
    const runId = fields['runId'] ?? this.runs.getStore();
    const traceId = tracer.current?.traceId;
    const whole = { ...fields, ...(runId !== undefined && { runId }), ...(traceId !== undefined && { traceId }) };
    if (typeof runId === 'string') recorder?.note(runId, { level, event, fields: whole, error });
    return whole;
  }

  private async measurePage<T>(work: () => Promise<T>): Promise<T> {
    const { clock, metrics } = this.parts;
    const began = clock.monotonic();
    const measure = (failure?: string): void =>
      metrics.measure('messaging.process.duration', (clock.monotonic() - began) / 1000, {
        'messaging.destination.name': 'pages',
        'error.type': failure,
      });
    try {
      const result = await work();
      measure();
      return result;
    } catch (error) {
      measure(error instanceof Error ? error.name : typeof error);
      throw error;
    }
  }
}

/** The name of a span: few different ones, and what it is about. */
const nameOf = (kind: string, { method, source, stream }: LogFields): string => {
  if (kind === 'http') return `${method}`;
  return kind === 'page' ? 'process pages' : [kind, [source, stream].filter(Boolean).join('.')].filter(Boolean).join(' ');
};
