import type { Clock } from '@twl/ports';

/** The most receipts in memory; older ones have expired long ago. */
const maxReceipts = 10_000;

/**
 * Until when each receipt is valid, by the monotonic clock of this process. SQS may accept an old receipt for a message that another worker
 * has by now, so expired receipts are not sent.
 */
export class HeldReceipts {
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  hold(receipt: string, until: number): void {
    this.until.delete(receipt);
    this.until.set(receipt, until);
    const [oldest] = this.until.keys();
    if (this.until.size > maxReceipts && oldest !== undefined) this.until.delete(oldest);
  }

  hasLease(receipt: string): boolean {
    return (this.until.get(receipt) ?? -Infinity) > this.clock.monotonic();
  }

  drop(receipt: string): void {
    this.until.delete(receipt);
  }
}
