/** Fields of a log line beside its event: source, stream, run, page and figures. Never a secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one structured line per step. `event` is a stable name with dots: `page.stored`. */
export abstract class Log {
  /**
   * Does some work and returns its result. `fields` name the subject of the work, at least the run: a log that adds figures to its lines counts
   * them for each piece of work.
   */
  within<T>(_fields: LogFields, work: () => Promise<T>): Promise<T> {
    return work();
  }

  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  abstract error(event: string, error: unknown, fields?: LogFields): void;
}
