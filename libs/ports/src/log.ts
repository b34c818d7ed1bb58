/** What a line of the log carries beside its event: source, stream, run, page and figures. Never a secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** One structured line per step. `event` is a dotted, stable name: `page.stored`. */
export abstract class Log {
  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  abstract error(event: string, error: unknown, fields?: LogFields): void;
}
