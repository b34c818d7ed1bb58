import { pageIdOf } from '@twl/contracts';
import { pageMeta, type Clock, type FetchedPage, type Lease, type Log, type PageEntry, type Payload, type SourceStream } from '@twl/ports';
import { messageOf, newSpan, newTrace } from '../pages/page-message';
import { rawKeyOf } from '../pages/raw-key';
import type { RunWrites } from './run-writes';

/** How many pages are flushed together, and how long the first of them waits for others, ms. */
const flushLimits = { pages: 10, waitMs: 1000 };

type WrittenPage = Omit<PageEntry, 'status' | 'next' | 'counts'> & { httpStatus: number };

/**
 * Stores the pages of one run: raw store first, then ledger, then queue; the last two for several pages together. After a crash in between, the
 * sweeper continues.
 */
export class PageWriter {
  /** Number of pages in the raw store. */
  pages = 0;
  /** Pages in the ledger, and their bytes. */
  readonly entered = { pages: 0, bytes: 0 };
  private readonly trace: string;
  private readonly waiting: WrittenPage[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private timer = new AbortController();

  constructor(
    private readonly ports: { clock: Clock; log: Log },
    private readonly writes: RunWrites,
    private readonly run: { lease: Lease; trigger: string; stream: SourceStream; signal: AbortSignal },
  ) {
    this.trace = newTrace(ports.clock);
  }

  /** Stores the next page of the run. Returns its index and its raw key; it is flushed soon. @throws LeaseLostError */
  async storePage(page: Omit<FetchedPage, 'body' | 'same'>, body: Payload): Promise<{ pageIndex: number; key: string }> {
    const { trigger, stream: read } = this.run;
    const position = { ...pageIdOf({ ...this.run.lease, pageIndex: this.pages }), trigger, manifest: read.manifest };
    const meta = pageMeta(position, page, body);
    const { sha256, bytes, fetchedAt, status: httpStatus } = meta;
    const key = rawKeyOf(meta);
    await this.writes.putRaw(key, meta, body);
    this.pages += 1;
    this.waiting.push({ ...pageIdOf(meta), key, sha256, bytes, fetchedAt, httpStatus });
    if (this.waiting.length >= flushLimits.pages) await this.flush();
    else if (this.waiting.length === 1) this.flushLater();
    return { pageIndex: meta.pageIndex, key };
  }

  /** Enters the stored pages into the ledger and queues them. Pages that fail are tried again at the next flush. @throws LeaseLostError */
  flush(): Promise<void> {
    this.timer.abort();
    return (this.flushing = this.flushing.catch(() => undefined).then(() => this.flushAll()));
  }

  private flushLater(): void {
    this.timer = new AbortController();
    const due = this.ports.clock.sleep(flushLimits.waitMs, AbortSignal.any([this.run.signal, this.timer.signal]));
    due.then(() => this.flush()).catch(() => undefined);
  }

  private async flushAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const some = this.waiting.slice(0, flushLimits.pages);
      await this.flushPages(some.map(({ httpStatus: _httpStatus, ...entry }) => entry));
      this.waiting.splice(0, some.length);
      for (const { source, stream, runId, pageIndex, key, bytes, httpStatus: status } of some)
        this.ports.log.info('page.stored', { source, stream, runId, pageIndex, key, bytes, status });
    }
  }

  private async flushPages(entries: Omit<WrittenPage, 'httpStatus'>[]): Promise<void> {
    await this.writes.enterPages(entries);
    for (const { bytes } of entries.filter(({ pageIndex }) => pageIndex >= this.entered.pages)) {
      this.entered.pages += 1;
      this.entered.bytes += bytes;
    }
    const { clock, log } = this.ports;
    const messages = entries.map((entry) => messageOf(entry, log.traceparent ?? newSpan(this.trace, clock)));
    await this.writes.sendPages(messages);
  }
}
