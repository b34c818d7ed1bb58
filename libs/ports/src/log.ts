/** What a line of the log carries beside its event: source, stream, run, page and figures. Never a secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** One structured line per step. `event` is a dotted, stable name: `page.stored`. */
export abstract class Log {
  /**
   * Does a piece of work and gives what it gives. `fields` name what the work is about, at least the run: a log that adds figures to its lines
   * counts for each piece of work apart.
   */
  within<T>(_fields: LogFields, work: () => Promise<T>): Promise<T> {
    return work();
  }

  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  abstract error(event: string, error: unknown, fields?: LogFields): void;
}
