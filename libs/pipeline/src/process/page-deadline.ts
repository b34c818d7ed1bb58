import { TwlError, type Clock } from '@twl/ports';

/** Time reserved for writing the current chunk and closing a run, ms. */
const reserveMs = 10_000;

/** The time is too short for the whole page. Committed chunks stay; the next worker continues after them. */
export class OutOfTimeError extends TwlError {
  readonly code = 'OUT_OF_TIME';
  readonly retryable = true;

  constructor() {
    super('the invocation ends before the page does');
  }
}

/** The deadline for applying one page. */
export class PageDeadline {
  private hasCommitted = false;

  /** @param at when the process ends, ms since 1970 */
  constructor(
    private readonly clock: Clock,
    private readonly at: number,
  ) {}

  /** Whether the remaining time is too short to start another page or chunk. */
  get isNear(): boolean {
    return this.clock.now() + reserveMs > this.at;
  }

  /** Commits a chunk if there is time for it. The first chunk is always committed, so that every attempt makes progress. @throws OutOfTimeError */
  async commit<T>(write: () => Promise<T>): Promise<T> {
    if (this.hasCommitted && this.isNear) throw new OutOfTimeError();
    const result = await write();
    this.hasCommitted = true;
    return result;
  }
}
