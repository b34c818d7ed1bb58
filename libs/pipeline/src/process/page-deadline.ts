import { TwlError, type Clock } from '@twl/ports';

/** Time kept for writing the chunk in hand and closing a run, ms. */
const reserveMs = 10_000;

/** The time for a page ends before the page does. What is applied of it stays; the next worker continues after that. */
export class OutOfTimeError extends TwlError {
  readonly code = 'OUT_OF_TIME';
  readonly retryable = true;

  constructor() {
    super('the invocation ends before the page does');
  }
}

/** The time that the work on one page has. */
export class PageDeadline {
  private hasCommitted = false;

  /** @param at when the process ends, ms since 1970 */
  constructor(
    private readonly clock: Clock,
    private readonly at: number,
  ) {}

  /** Whether too little time is left to begin something. */
  get isNear(): boolean {
    return this.clock.now() + reserveMs > this.at;
  }

  /** Commits a chunk if there is time for it. The first one is written in any case, so that every attempt makes progress. @throws OutOfTimeError */
  async commit<T>(write: () => Promise<T>): Promise<T> {
    if (this.hasCommitted && this.isNear) throw new OutOfTimeError();
    const result = await write();
    this.hasCommitted = true;
    return result;
  }
}
