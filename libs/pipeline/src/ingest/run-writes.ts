import type { PageMeta } from '@twl/contracts';
import {
  TwlError,
  type Clock,
  type Lease,
  type PageEntry,
  type PageLedger,
  type Payload,
  type RawStore,
  type RunEnd,
  type RunStore,
  type StoredRun,
  type StreamState,
  type StreamStateStore,
  type WorkQueue,
} from '@twl/ports';

/** Where a run writes to. */
export interface WritePorts {
  raw: RawStore;
  ledger: PageLedger;
  pageQueue: WorkQueue;
  runs: RunStore;
  streamStates: StreamStateStore;
  clock: Clock;
}

const attempts = 6;

/**
 * What one run writes, under its lease. A write that failed is done again after a growing pause with full jitter, while its error says that
 * this can help. Each of them throws LeaseLostError when another worker has the run.
 */
export class RunWrites {
  constructor(
    private readonly ports: WritePorts,
    private readonly lease: Lease,
    private readonly signal: AbortSignal,
  ) {}

  async putRaw(key: string, meta: PageMeta, body: Payload): Promise<void> {
    await this.retried(() => this.ports.raw.put(key, meta, body));
  }

  enterPages(entries: readonly Omit<PageEntry, 'status' | 'next' | 'counts'>[]): Promise<void> {
    return this.retried(() => this.ports.ledger.enterAll(this.lease, entries));
  }

  sendPages(messages: unknown[]): Promise<void> {
    return this.retried(() => this.ports.pageQueue.send(messages));
  }

  checkpoint(state: StreamState): Promise<void> {
    return this.retried(() => this.ports.streamStates.checkpoint(this.lease, state));
  }

  /** The end of a run that was stopped is written too. */
  endFetch(end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    return this.retried(() => this.ports.runs.endFetch(this.lease, end, totals), new AbortController().signal);
  }

  private async retried<T>(write: () => Promise<T>, signal = this.signal): Promise<T> {
    const { clock } = this.ports;
    for (let attempt = 1; ; attempt++) {
      try {
        return await write();
      } catch (error) {
        if (attempt === attempts || !(error instanceof TwlError) || !error.retryable) throw error;
        await clock.sleep(clock.random() * 200 * 2 ** attempt, signal);
      }
    }
  }
}
