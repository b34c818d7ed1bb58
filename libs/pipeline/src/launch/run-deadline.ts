import { TwlError, type Clock } from '@twl/ports';

/** Time reserved for ending a run that reads until its limit, ms. */
const reserveMs = 15_000;

/** The least time for which a run is started, ms. */
const leastMs = 10_000;

/** Runs that still read are stopped this long before the end, ms. */
const stopMs = 5000;

/** An invocation has too little time for any run, and so has every invocation after it. */
class TimeoutTooShortError extends TwlError {
  readonly code = 'TIMEOUT_TOO_SHORT';
  readonly retryable = false;

  constructor(givenMs: number) {
    const least = (reserveMs + leastMs) / 1000;
    super(`the function's time-out leaves ${Math.max(0, Math.floor(givenMs / 1000))} s: a run needs ${least} s at least, 300 s are good`);
  }
}

/** The end of the process, as runs see it. */
export class RunDeadline {
  /**
   * @param at when the process ends, ms since 1970
   * @throws TimeoutTooShortError when there is not enough time for any run
   */
  constructor(
    private readonly clock: Clock,
    private readonly at: number,
  ) {
    const givenMs = at - clock.now();
    if (givenMs < reserveMs + leastMs) throw new TimeoutTooShortError(givenMs);
  }

  /** How long a run that is started now may read, ms; undefined if the time is too short to start one. */
  get budgetMs(): number | undefined {
    const budgetMs = this.at - this.clock.now() - reserveMs;
    return budgetMs < leastMs ? undefined : budgetMs;
  }

  /** Waits until runs that still read must stop. @throws the signal's reason when it is aborted first */
  async comesNear(signal: AbortSignal): Promise<void> {
    await this.clock.sleep(this.at - this.clock.now() - stopMs, signal);
  }
}
