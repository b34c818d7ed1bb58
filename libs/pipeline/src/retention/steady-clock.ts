import type { Clock } from '@twl/ports';

/** Smallest jump of the clock that matters, and how long the clock is not trusted after one, ms. */
const leastJumpMs = 60_000;
const doubtMs = 3_600_000;

/** Detects that the clock of the machine was set. Data that is removed by age while the clock is ahead cannot be recovered. */
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
