import { errorText } from '@twl/json';
import { TwlError, type Log, type LogFields } from '@twl/ports';

/** Some parts of a piece of work failed. Each is in the log; the first one is the cause. */
class PartsFailedError extends TwlError {
  readonly code = 'PARTS_FAILED';
  readonly retryable = true;

  constructor(errors: readonly unknown[]) {
    const [first] = errors;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more; the log has each)` : '';
    super(`${errorText(first)}${more}`, { cause: first });
  }
}

/** Collects the errors of parts of one task: the other parts continue, and the whole task fails at its end. */
export class PartFailures {
  private readonly errors: unknown[] = [];

  constructor(private readonly log: Log) {}

  /** Adds an error, and logs it. */
  note(event: string, error: unknown, fields?: LogFields): void {
    this.errors.push(error);
    this.log.error(event, error, fields);
  }

  /** Runs a part; returns undefined if it failed. */
  async try<T>(event: string, part: () => Promise<T>, fields?: LogFields): Promise<T | undefined> {
    try {
      return await part();
    } catch (error) {
      this.note(event, error, fields);
      return undefined;
    }
  }

  /** @throws PartsFailedError when some part failed */
  throwIfAny(): void {
    if (this.errors.length > 0) throw new PartsFailedError(this.errors);
  }
}
