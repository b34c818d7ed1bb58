import type { Clock } from '@twl/ports';

/** Receipts that are kept in mind; older ones are long over. */
const keptAtMost = 10_000;

/**
 * Until when each receipt holds, by this side's own monotonic clock. SQS may take an old receipt for the message that somebody else works on by
 * now: with one whose time is over nothing is asked.
 */
export class HeldReceipts {
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  hold(receipt: string, until: number): void {
    this.until.delete(receipt);
    this.until.set(receipt, until);
    const [oldest] = this.until.keys();
    if (this.until.size > keptAtMost && oldest !== undefined) this.until.delete(oldest);
  }

  isHeld(receipt: string): boolean {
    return (this.until.get(receipt) ?? -Infinity) > this.clock.monotonic();
  }

  drop(receipt: string): void {
    this.until.delete(receipt);
  }
}
