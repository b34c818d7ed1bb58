import { WorkQueue, type Delivery, type QueueDepth } from '@twl/ports';
import type { TimeLeft } from './out-of-time';

/**
 * The queue as the work on one delivery sees it. Who handed the batch over deletes what is done, so that nothing is asked for one by
 * one. When the time is over the message is sent anew instead of put back: a large page is no failure, however often it goes on.
 */
export class OneDelivery extends WorkQueue {
  /** It may be deleted; else it comes back. */
  isDone = false;

  constructor(
    private readonly queue: WorkQueue,
    private readonly delivery: Delivery,
    private readonly time: TimeLeft,
  ) {
    super();
  }

  /** What ran out of time is tried again in any case. */
  override get maxReceives(): number {
    return this.time.isOver ? Infinity : this.queue.maxReceives;
  }

  async ack(): Promise<void> {
    this.isDone = true;
  }

  async release(receipt: string, delayMs: number): Promise<void> {
    if (this.time.isOver) {
      await this.queue.send([this.delivery.body]);
      this.isDone = true;
      return;
    }
    await this.queue.release(receipt, delayMs);
  }

  send(bodies: unknown[], options?: { delayMs?: number }): Promise<void> {
    return this.queue.send(bodies, options);
  }

  receive(): Promise<Delivery[]> {
    return Promise.resolve([]);
  }

  extend(receipt: string, visibilityMs: number): Promise<void> {
    return this.queue.extend(receipt, visibilityMs);
  }

  depth(): Promise<QueueDepth> {
    return this.queue.depth();
  }
}
