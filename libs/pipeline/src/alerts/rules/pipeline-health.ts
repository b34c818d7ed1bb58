import { dollarsOf, type Failure } from '@twl/contracts';
import type { Clock, Engine, PageEntry, StoredAlert } from '@twl/ports';

/** Facts about the whole pipeline that rules decide on. */
export interface PipelineHealth {
  /** Messages that were given up, and failures that came of them. */
  dead: { messages: number; failures: Failure[] };
  oldestPage?: PageEntry;
  space?: { free: number; total: number };
  /** Dollars for the AWS requests of the runs of the last day; undefined on the embedded engine. */
  dollarsOfDay?: number;
  /** Every alert as it is stored. */
  alerts: readonly StoredAlert[];
  /** Now, ms since 1970. */
  now: number;
}

/** Ports for reading the health of the pipeline. */
export type PipelineHealthPorts = Pick<Engine, 'pageQueue' | 'requestQueue' | 'unapplied' | 'failures' | 'runs' | 'space'> & {
  clock: Clock;
};

const day = 86_400_000;
const costIntervalMs = 3_600_000;

/** Runs that are looked at for the cost of a day, at most. */
const costedRuns = 50_000;

/** Reads the health of the pipeline; the cost only once an hour, because that reads every run of a day. */
export class PipelineHealthReader {
  private cost: { dollars: number | undefined; at: number } | undefined;

  constructor(private readonly ports: PipelineHealthPorts) {}

  async read(alerts: readonly StoredAlert[]): Promise<PipelineHealth> {
    const { clock, unapplied, space } = this.ports;
    const [dead, [oldestPage], free, dollarsOfDay] = await Promise.all([this.readDead(), unapplied.open(1), space?.(), this.readCost()]);
    return {
      dead,
      alerts,
      now: clock.now(),
      ...(oldestPage && { oldestPage }),
      ...(free && { space: free }),
      ...(dollarsOfDay !== undefined && { dollarsOfDay }),
    };
  }

  private async readDead(): Promise<PipelineHealth['dead']> {
    const { pageQueue, requestQueue, failures } = this.ports;
    const [pages, requests, open] = await Promise.all([pageQueue.depth(), requestQueue.depth(), failures.countOpen()]);
    const found = open > 0 ? (await failures.list({ kind: 'message', status: 'open', limit: 3 })).items : [];
    return { messages: pages.dead + requests.dead, failures: found };
  }

  private async readCost(): Promise<number | undefined> {
    const now = this.ports.clock.monotonic();
    if (!this.cost || now - this.cost.at >= costIntervalMs) this.cost = { dollars: await this.sumCost(), at: now };
    return this.cost.dollars;
  }

  private async sumCost(): Promise<number | undefined> {
    const { runs, clock } = this.ports;
    const from = clock.now() - day;
    let dollars: number | undefined;
    let looked = 0;
    for (let after: string | undefined; ;) {
      const { items, next } = await runs.list({ limit: 200, ...(after ? { after } : {}) });
      const recent = items.filter(({ startedAt }) => Date.parse(startedAt) >= from);
      for (const { usage } of recent) if (usage) dollars = (dollars ?? 0) + dollarsOf(usage);
      looked += items.length;
      // The embedded engine counts no requests: its first page already shows that.
      if (next === null || recent.length < items.length || dollars === undefined || looked >= costedRuns) return dollars;
      after = next;
    }
  }
}
