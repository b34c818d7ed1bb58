/** Time and randomness, so that a test or a simulation can own both. */
export abstract class Clock {
  /** Now, in milliseconds since 1970 UTC: as the machine has it, which may jump ahead and back. */
  abstract now(): number;
  /**
   * Milliseconds since an arbitrary start, for deadlines and caches: it never goes back, and nobody sets it. The machine's time may be wrong
   * for a while; a deadline that depends on it would then come too late.
   */
  monotonic(): number {
    return this.now();
  }

  /** Waits; rejects with the signal's reason if the signal aborts first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  abstract random(): number;

  /** Now as `2026-01-31T12:00:00.000Z`. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }
}
