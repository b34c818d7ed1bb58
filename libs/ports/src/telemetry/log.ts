/** Fields of a log line beside its event: source, stream, run, page and figures. Never a secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** What a piece of work is about. `work` names its kind; `traceparent` is the trace that it goes on with, as W3C Trace Context writes it. */
export type WorkFields = LogFields & { work?: string; traceparent?: string | undefined };

/**
 * The one port for telemetry: the core says once what happens, and who listens makes log lines, metrics, spans and the history of a run of it.
 * `event` is a dotted, stable name: `page.stored`.
 */
export abstract class Log {
  /**
   * Does some work and returns its result. `fields` name the subject of the work, at least the run: a log that adds figures to its lines counts
   * them for each piece of work.
   */
  within<T>(_fields: WorkFields, work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** The trace of the current piece of work, as W3C Trace Context writes it; undefined if nobody follows it. */
  get traceparent(): string | undefined {
    return undefined;
  }

  /** A step that happens too often for the log: it is in the history of its run and in the metrics. */
  detail(_event: string, _fields?: LogFields): void {}

  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  abstract error(event: string, error: unknown, fields?: LogFields): void;
}
