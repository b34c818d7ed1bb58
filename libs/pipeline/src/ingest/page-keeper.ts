import type { PageMeta } from '@twl/contracts';
import type { Clock, FetchedPage, Lease, Log, PageLedger, Payload, RawStore, SourceStream, WorkQueue } from '@twl/ports';
import { messageOf, newSpan, newTrace } from './page-message';
import { persist } from './persist';
import { rawKey } from './raw-key';

/** What keeping pages needs. */
export interface KeepPorts {
  raw: RawStore;
  ledger: PageLedger;
  pageQueue: WorkQueue;
  clock: Clock;
  log: Log;
}

/** Keeps the pages of one run: raw first, then the books, then the message. Whatever dies in between is found by the sweeper. */
export class PageKeeper {
  pages = 0;
  bytes = 0;
  private readonly trace: string;

  constructor(
    private readonly ports: KeepPorts,
    private readonly run: { lease: Lease; trigger: string; stream: SourceStream },
    private readonly signal: AbortSignal,
  ) {
    this.trace = newTrace(ports.clock);
  }

  /** Stores one page as the next of the run, and says where. @throws LeaseLostError */
  async keep(page: Omit<FetchedPage, 'body' | 'same'>, body: Payload): Promise<{ index: number; key: string }> {
    const { raw, ledger, pageQueue, clock, log } = this.ports;
    const { lease } = this.run;
    const meta = this.metaOf(page, body);
    const key = rawKey(meta);
    await persist(() => raw.put(key, meta, body), clock, this.signal);
    const { source, stream, run, seq } = lease;
    const entry = { source, stream, run, seq, index: meta.index, key, sha256: body.sha256, bytes: body.bytes, fetchedAt: meta.fetchedAt };
    await persist(() => ledger.enter(lease, entry), clock, this.signal);
    this.pages += 1;
    this.bytes += body.bytes;
    await persist(() => pageQueue.send([messageOf(entry, newSpan(this.trace, clock))]), clock, this.signal);
    log.info('page.stored', { source, stream, run, page: meta.index, key, bytes: body.bytes, status: meta.status });
    return { index: meta.index, key };
  }

  private metaOf(page: Omit<FetchedPage, 'body' | 'same'>, body: Payload): PageMeta {
    const { lease, trigger, stream } = this.run;
    return {
      v: 1,
      source: lease.source,
      stream: lease.stream,
      run: { id: lease.run, seq: lease.seq, trigger },
      index: this.pages,
      partition: page.partition,
      interval: page.interval,
      fetchedAt: page.fetchedAt,
      request: page.request,
      status: page.status,
      headers: page.headers,
      contentType: page.contentType,
      sha256: body.sha256,
      bytes: body.bytes,
      manifest: stream.manifest,
    };
  }
}
