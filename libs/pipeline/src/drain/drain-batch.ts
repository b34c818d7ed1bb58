import type { Delivery } from '@twl/ports';
import { prefetchPages } from '../pages/requested-page';
import { applyMessage, retryDelay, type ProcessPorts, type Verdict } from '../process/apply-message';
import { PageDeadline } from '../process/page-deadline';
import { BatchSettler } from './batch-settler';
import { keepHidden } from './keep-hidden';

/** What bounds the work on a batch. */
export interface BatchLimits {
  /** When the process ends, ms since 1970: a page or message that does not fit is sent once more. */
  deadlineAt?: number;
  /** Aborted when the process stops: the current page is finished, and the other messages are put back. */
  signal?: AbortSignal;
  /** How long a message is hidden at a time, ms; if set, the messages stay hidden until the batch is done. */
  visibilityMs?: number;
}

/** The result of a batch. Messages that were put back because the process stops are in neither list. */
export interface DrainedBatch {
  /** The caller deletes these, all together. */
  done: Delivery[];
  /** These are delivered again. */
  failed: Delivery[];
}

/**
 * Processes a batch of deliveries one after the other, and then settles their runs. A delivery that fails does not stop the others. A page that
 * is too large for the time continues later where it stopped; that is not a failure. Never throws.
 */
export const drainBatch = async (ports: ProcessPorts, deliveries: readonly Delivery[], limits: BatchLimits = {}): Promise<DrainedBatch> => {
  const batch = new Batch(ports, deliveries, limits);
  const { visibilityMs } = limits;
  const { pageQueue: queue, clock, log } = ports;
  const hidden = visibilityMs === undefined ? undefined : keepHidden({ queue, clock, log, visibilityMs, receipts: batch.held });
  try {
    return await batch.drain();
  } finally {
    await hidden?.stop();
  }
};

class Batch {
  /** Receipts of the messages that are not back on the queue. */
  readonly held: Set<string>;
  private readonly done = new Set<Delivery>();
  private readonly failed = new Set<Delivery>();
  private readonly settler = new BatchSettler();

  constructor(
    private readonly ports: ProcessPorts,
    private readonly deliveries: readonly Delivery[],
    private readonly limits: BatchLimits,
  ) {
    this.held = new Set(deliveries.map(({ receipt }) => receipt));
  }

  async drain(): Promise<DrainedBatch> {
    const { deliveries, limits, ports } = this;
    await prefetchPages(ports.unapplied, deliveries);
    for (const [index, delivery] of deliveries.entries()) {
      const deadline = limits.deadlineAt === undefined ? undefined : new PageDeadline(ports.clock, limits.deadlineAt);
      if (index > 0 && deadline?.isNear) {
        await this.sendAgain(deliveries.slice(index));
        break;
      }
      if (limits.signal?.aborted) await this.release(delivery, 0);
      else await this.tryApply({ ...ports, ...(deadline && { deadline }) }, delivery);
    }
    for (const delivery of await this.settler.settleAll(ports)) {
      this.done.delete(delivery);
      await this.retry(delivery, retryDelay(delivery.receives));
    }
    return { done: [...this.done], failed: [...this.failed] };
  }

  private async tryApply(ports: ProcessPorts, delivery: Delivery): Promise<void> {
    try {
      await this.applyDelivery(ports, delivery);
    } catch (error) {
      this.failDeliveries([delivery], error);
    }
  }

  private async applyDelivery(ports: ProcessPorts, delivery: Delivery): Promise<void> {
    const verdict: Verdict = await applyMessage(ports, delivery);
    if (verdict.kind === 'retry') return this.retry(delivery, verdict.delayMs);
    if (verdict.kind === 'continue') return this.sendAgain([delivery]);
    this.settler.add(verdict.runId, delivery);
    this.done.add(delivery);
  }

  private async sendAgain(deliveries: readonly Delivery[]): Promise<void> {
    try {
      await this.ports.pageQueue.send(deliveries.map(({ body }) => body));
      for (const delivery of deliveries) this.done.add(delivery);
    } catch (error) {
      this.failDeliveries(deliveries, error);
    }
  }

  private async retry(delivery: Delivery, delayMs: number): Promise<void> {
    this.failed.add(delivery);
    await this.release(delivery, delayMs);
  }

  /** Puts a message back. If that fails, it is delivered again after its visibility time. */
  private async release(delivery: Delivery, delayMs: number): Promise<void> {
    this.held.delete(delivery.receipt);
    await this.ports.pageQueue
      .release(delivery.receipt, delayMs)
      .catch((error: unknown) => this.ports.log.error('message.failed', error, { message: delivery.id }));
  }

  /** Marks deliveries as failed; they are delivered again after their visibility time. */
  private failDeliveries(deliveries: readonly Delivery[], error: unknown): void {
    for (const delivery of deliveries) {
      this.failed.add(delivery);
      this.held.delete(delivery.receipt);
      this.ports.log.error('message.failed', error, { message: delivery.id });
    }
  }
}
