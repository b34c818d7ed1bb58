import type { Delivery } from '@twl/ports';
import { traceOf } from '../pages/requested-page';
import { resendDerivedPages } from '../deletions/store-derived-page';
import type { ProcessPorts } from '../process/apply-message';
import { settleRun } from '../runs/settle-run';

/** Settles the runs of a batch once, after the last delivery of the batch, instead of after each. */
export class BatchSettler {
  private readonly waiting = new Map<string, Delivery[]>();

  /** Notes that a delivery applied a page of a run. */
  add(runId: string, delivery: Delivery): void {
    this.waiting.set(runId, [...(this.waiting.get(runId) ?? []), delivery]);
  }

  /** Settles the runs. Returns the deliveries whose run could not be settled: they must be delivered again, and then find their pages applied. */
  async settleAll(ports: ProcessPorts): Promise<Delivery[]> {
    const failed: Delivery[] = [];
    for (const [runId, deliveries] of this.waiting) {
      try {
        const work = { work: 'settle', runId, traceparent: traceOf(deliveries[0]) };
        await ports.log.within(work, () => this.settle(ports, runId, deliveries));
      } catch (error) {
        ports.log.error('run.unsettled', error, { runId });
        failed.push(...deliveries);
      }
    }
    this.waiting.clear();
    return failed;
  }

  /** Settles a run. A worker that had the message before may have died before it sent a derived page, so open derived pages are sent again. */
  private async settle(ports: ProcessPorts, runId: string, deliveries: readonly Delivery[]): Promise<void> {
    await settleRun(ports, runId);
    if (deliveries.some(({ receives }) => receives > 1)) await resendDerivedPages(ports, runId);
  }
}
