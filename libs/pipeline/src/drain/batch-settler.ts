import type { Delivery } from '@twl/ports';
import { settleRun, type SettlePorts } from '../runs/settle-run';

/** Settles the runs of a batch once, after the last delivery of the batch, instead of after each. */
export class BatchSettler {
  private readonly waiting = new Map<string, Delivery[]>();

  /** Notes that a delivery applied a page of a run. */
  add(run: string, delivery: Delivery): void {
    this.waiting.set(run, [...(this.waiting.get(run) ?? []), delivery]);
  }

  /** Settles the runs. Returns the deliveries whose run could not be settled: they must come back, and then find their pages applied. */
  async settleAll(ports: SettlePorts): Promise<Delivery[]> {
    const failed: Delivery[] = [];
    for (const [run, deliveries] of this.waiting) {
      try {
        await ports.log.within({ run }, () => settleRun(ports, run));
      } catch (error) {
        ports.log.error('run.unsettled', error, { run });
        failed.push(...deliveries);
      }
    }
    this.waiting.clear();
    return failed;
  }
}
