import { Log, TwlError, type Clock, type LogFields, type RecordStore } from '@twl/ports';

/** What is kept of the time for writing the chunk in hand and closing a run, ms. */
const reserveMs = 10_000;

/** Whether too little time is left to begin something. */
export const isShort = (clock: Clock, deadlineAt: number): boolean => clock.now() + reserveMs > deadlineAt;

/** The invocation ends before the page does; what is applied of it stays, and the next one goes on from there. */
export class OutOfTimeError extends TwlError {
  readonly code = 'OUT_OF_TIME';
  readonly retryable = true;

  constructor() {
    super('the invocation ends before the page does');
  }
}

/** The time that work on one delivery has. */
export class TimeLeft {
  /** The work was stopped because of it. */
  isOver = false;
  private hasCommitted = false;

  constructor(
    private readonly clock: Clock,
    private readonly deadlineAt: number,
  ) {}

  /** The records, as long as there is time. One chunk is written in any case, so that every invocation gets further. */
  boundOn(records: RecordStore): RecordStore {
    const commit: RecordStore['commit'] = async (chunk) => {
      if (this.hasCommitted && isShort(this.clock, this.deadlineAt)) {
        this.isOver = true;
        throw new OutOfTimeError();
      }
      const result = await records.commit(chunk);
      this.hasCommitted = true;
      return result;
    };
    return new Proxy(records, {
      get: (target, key) => {
        if (key === 'commit') return commit;
        const member: unknown = Reflect.get(target, key, target);
        return typeof member === 'function' ? (...args: unknown[]): unknown => Reflect.apply(member, target, args) : member;
      },
    });
  }
}

/** The log, where a page that goes on later is no failure. */
export class LogInTime extends Log {
  constructor(private readonly log: Log) {
    super();
  }

  info(event: string, fields?: LogFields): void {
    this.log.info(event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    this.log.warn(event, fields);
  }

  error(event: string, error: unknown, fields?: LogFields): void {
    if (error instanceof OutOfTimeError) this.log.info('page.continued', fields);
    else this.log.error(event, error, fields);
  }
}
