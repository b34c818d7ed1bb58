import { errorText } from '@twl/json';
import { Log, type LogFields, type WorkFields } from '@twl/ports';
import type { SecretMask } from './secret-mask';

/** Writes on to another log, without the secrets that its lines may have in them. */
export class MaskedLog extends Log {
  constructor(
    private readonly log: Log,
    private readonly secrets: SecretMask,
  ) {
    super();
  }

  override within<T>(fields: WorkFields, work: () => Promise<T>): Promise<T> {
    return this.log.within(fields, work);
  }

  override detail(event: string, fields?: LogFields): void {
    this.log.detail(event, this.masked(fields));
  }

  info(event: string, fields?: LogFields): void {
    this.log.info(event, this.masked(fields));
  }

  warn(event: string, fields?: LogFields): void {
    this.log.warn(event, this.masked(fields));
  }

  error(event: string, error: unknown, fields?: LogFields): void {
    this.log.error(event, this.maskError(error), this.masked(fields));
  }

  private masked(fields: LogFields | undefined): LogFields | undefined {
    const mask = ([name, value]: [string, LogFields[string]]) => [name, typeof value === 'string' ? this.secrets.mask(value) : value];
    return fields && (Object.fromEntries(Object.entries(fields).map(mask)) as LogFields);
  }

  /** A copy of an error, with its causes. */
  private maskError(error: unknown, depth = 0): unknown {
    if (!(error instanceof Error)) return this.secrets.mask(errorText(error));
    const cause = error.cause === undefined || depth > 5 ? {} : { cause: this.maskError(error.cause, depth + 1) };
    const copy = new Error(this.secrets.mask(error.message), cause);
    const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    return Object.assign(copy, { name: error.name, stack: error.stack && this.secrets.mask(error.stack), ...code });
  }
}
