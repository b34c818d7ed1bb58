import type { Delivery } from '@twl/ports';
import { settleRun, type SettlePorts } from '../runs/settle-run';

/** Settles the runs of deliveries that are worked off together once, after the last of them, instead of after each. */
export class SettleTogether {
  private readonly waiting = new Map<string, Delivery[]>();

  /** What `processMessage` is given for a delivery. */
  after(delivery: Delivery): (run: string) => Promise<void> {
    return async (run) => void this.waiting.set(run, [...(this.waiting.get(run) ?? []), delivery]);
  }

  /**
   * Settles them, each by `measured`; gives the deliveries whose run could not be settled: they must come back, and then find their pages
   * applied.
   */
  async all(ports: SettlePorts, measured = (work: () => Promise<void>, _run: string): Promise<void> => work()): Promise<Delivery[]> {
    const failed: Delivery[] = [];
    for (const [run, deliveries] of this.waiting) {
      try {
        await measured(async () => void (await settleRun(ports, run)), run);
      } catch (error) {
        ports.log.error('run.unsettled', error, { run });
        failed.push(...deliveries);
      }
    }
    this.waiting.clear();
    return failed;
  }
}
