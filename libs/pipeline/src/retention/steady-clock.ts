import type { Clock } from '@twl/ports';

/** What the clock may be set by without a word, ms, and how long it is not trusted after more than that. */
const leastJumpMs = 60_000;
const doubtMs = 3_600_000;

/** Tells whether the machine's clock was set lately: what is removed by its age while the clock is ahead for a minute does not come back. */
export class SteadyClock {
  private offset: number;
  private doubtUntil = -Infinity;

  constructor(private readonly clock: Clock) {
    this.offset = clock.now() - clock.monotonic();
  }

  /** False for an hour after the clock jumped by more than a minute. */
  isSteady(): boolean {
    const passed = this.clock.monotonic();
    const offset = this.clock.now() - passed;
    if (Math.abs(offset - this.offset) > leastJumpMs) this.doubtUntil = passed + doubtMs;
    this.offset = offset;
    return passed >= this.doubtUntil;
  }
}
