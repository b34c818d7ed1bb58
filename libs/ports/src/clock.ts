/** Time and randomness, so that a test or a simulation can own both. */
export abstract class Clock {
  /** Now, in milliseconds since 1970 UTC. */
  abstract now(): number;
  /** Waits; rejects with the signal's reason when it is aborted first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  abstract random(): number;

  /** Now as `2026-01-31T12:00:00.000Z`. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }
}
