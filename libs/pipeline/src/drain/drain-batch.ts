import type { Delivery } from '@twl/ports';
import { expectPages } from '../pages/page-ref';
import { applyMessage, retryDelay, type ProcessPorts, type Verdict } from '../process/apply-message';
import { PageDeadline } from '../process/page-deadline';
import { BatchSettler } from './batch-settler';
import { keepHidden } from './keep-hidden';

/** What bounds the work on a batch. */
export interface BatchLimits {
  /** When the process ends, ms since 1970: a page or message that does not fit is sent once more. */
  deadlineAt?: number;
  /** Aborted when the process is to stop: the page in hand is finished, and the other messages are put back. */
  signal?: AbortSignal;
  /** How long a message is hidden at a time, ms: set where the messages are to stay hidden as long as the work goes on. */
  visibilityMs?: number;
}

/** What became of a batch. Messages that were put back because the process stops are in neither list. */
export interface DrainedBatch {
  /** May be deleted: the caller does that for all of them together. */
  done: Delivery[];
  /** Come back. */
  failed: Delivery[];
}

/**
 * Works off deliveries that came together, one after the other, and then settles their runs. A delivery that fails keeps no other from
 * being done. A page that is too large for the time continues later where it stopped, which counts as no failure. Never throws.
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
    await expectPages(ports.unapplied, deliveries);
    for (const [index, delivery] of deliveries.entries()) {
      const deadline = limits.deadlineAt === undefined ? undefined : new PageDeadline(ports.clock, limits.deadlineAt);
      if (index > 0 && deadline?.isNear) {
        await this.sendAgain(deliveries.slice(index));
        break;
      }
      if (limits.signal?.aborted) await this.release(delivery, 0);
      else await this.work({ ...ports, ...(deadline && { deadline }) }, delivery);
    }
    for (const delivery of await this.settler.settleAll(ports)) {
      this.done.delete(delivery);
      await this.retry(delivery, retryDelay(delivery.receives));
    }
    return { done: [...this.done], failed: [...this.failed] };
  }

  private async work(ports: ProcessPorts, delivery: Delivery): Promise<void> {
    try {
      await this.apply(ports, delivery);
    } catch (error) {
      this.fail([delivery], error);
    }
  }

  private async apply(ports: ProcessPorts, delivery: Delivery): Promise<void> {
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
      this.fail(deliveries, error);
    }
  }

  private async retry(delivery: Delivery, delayMs: number): Promise<void> {
    this.failed.add(delivery);
    await this.release(delivery, delayMs);
  }

  /** A message that cannot be put back comes back by itself. */
  private async release(delivery: Delivery, delayMs: number): Promise<void> {
    this.held.delete(delivery.receipt);
    await this.ports.pageQueue
      .release(delivery.receipt, delayMs)
      .catch((error: unknown) => this.ports.log.error('message.failed', error, { message: delivery.id }));
  }

  /** Deliveries that could not be dealt with come back by themselves. */
  private fail(deliveries: readonly Delivery[], error: unknown): void {
    for (const delivery of deliveries) {
      this.failed.add(delivery);
      this.held.delete(delivery.receipt);
      this.ports.log.error('message.failed', error, { message: delivery.id });
    }
  }
}
