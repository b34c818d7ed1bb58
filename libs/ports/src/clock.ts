/** Time and randomness, so that a test or a simulation can own both. */
export abstract class Clock {
  /** Now, in milliseconds since 1970 UTC: as the machine has it, which may jump ahead and back. */
  abstract now(): number;
  /**
   * Milliseconds since a moment of this clock's own, for deadlines and for what is kept for a while: it never goes back, and nobody sets it.
   * The time of the machine may be wrong for a minute, and what is due by it would then wait until that time comes.
   */
  monotonic(): number {
    return this.now();
  }

  /** Waits; rejects with the signal's reason when it is aborted first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  abstract random(): number;

  /** Now as `2026-01-31T12:00:00.000Z`. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }
}
