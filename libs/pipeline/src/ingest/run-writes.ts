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

/** Ports that a run writes to. */
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
 * The writes of one run under its lease. A failed write is retried after a growing pause with full jitter, while its error is retryable. Each
 * method throws LeaseLostError when another worker has the run.
 */
export class RunWrites {
  constructor(
    private readonly ports: WritePorts,
    private readonly lease: Lease,
    private readonly signal: AbortSignal,
  ) {}

  async putRaw(key: string, meta: PageMeta, body: Payload): Promise<void> {
    await this.writeWithRetries(() => this.ports.raw.put(key, meta, body));
  }

  enterPages(entries: readonly Omit<PageEntry, 'status' | 'next' | 'counts'>[]): Promise<void> {
    return this.writeWithRetries(() => this.ports.ledger.enterAll(this.lease, entries));
  }

  sendPages(messages: unknown[]): Promise<void> {
    return this.writeWithRetries(() => this.ports.pageQueue.send(messages));
  }

  checkpoint(state: StreamState): Promise<void> {
    return this.writeWithRetries(() => this.ports.streamStates.checkpoint(this.lease, state));
  }

  /** Ends the fetching; also works after the run was stopped. */
  endFetch(end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    return this.writeWithRetries(() => this.ports.runs.endFetch(this.lease, end, totals), new AbortController().signal);
  }

  private async writeWithRetries<T>(write: () => Promise<T>, signal = this.signal): Promise<T> {
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
