import { pageIdOf } from '@twl/contracts';
import { pageMeta, type Clock, type FetchedPage, type Lease, type Log, type PageEntry, type Payload, type SourceStream } from '@twl/ports';
import { messageOf, newSpan, newTrace } from '../pages/page-message';
import { rawKey } from '../pages/raw-key';
import type { RunWrites } from './run-writes';

/** How many pages are handed on together, and how long the first of them waits for others, ms. */
const together = { pages: 10, waitMs: 1000 };

type Kept = Omit<PageEntry, 'status' | 'next' | 'counts'> & { answered: number };

/**
 * Keeps the pages of one run: raw first, then the books, then the message, these two for some pages together. Whatever dies in between is
 * found by the sweeper.
 */
export class PageKeeper {
  /** Kept raw. */
  pages = 0;
  /** In the books. */
  readonly entered = { pages: 0, bytes: 0 };
  private readonly trace: string;
  private readonly waiting: Kept[] = [];
  private handing: Promise<void> = Promise.resolve();
  private timer = new AbortController();

  constructor(
    private readonly ports: { clock: Clock; log: Log },
    private readonly writes: RunWrites,
    private readonly run: { lease: Lease; trigger: string; stream: SourceStream; signal: AbortSignal },
  ) {
    this.trace = newTrace(ports.clock);
  }

  /** Stores one page as the next of the run, and says where; it is handed on soon. @throws LeaseLostError */
  async keep(page: Omit<FetchedPage, 'body' | 'same'>, body: Payload): Promise<{ pageIndex: number; key: string }> {
    const { trigger, stream: read } = this.run;
    const place = { ...pageIdOf({ ...this.run.lease, pageIndex: this.pages }), trigger, manifest: read.manifest };
    const meta = pageMeta(place, page, body);
    const { sha256, bytes, fetchedAt, status: answered } = meta;
    const key = rawKey(meta);
    await this.writes.putRaw(key, meta, body);
    this.pages += 1;
    this.waiting.push({ ...pageIdOf(meta), key, sha256, bytes, fetchedAt, answered });
    if (this.waiting.length >= together.pages) await this.handOn();
    else if (this.waiting.length === 1) this.handOnLater();
    return { pageIndex: meta.pageIndex, key };
  }

  /** Enters what is kept in the books and sends it on. What could not be handed on is tried again the next time. @throws LeaseLostError */
  handOn(): Promise<void> {
    this.timer.abort();
    return (this.handing = this.handing.catch(() => undefined).then(() => this.handOnAll()));
  }

  private handOnLater(): void {
    this.timer = new AbortController();
    const due = this.ports.clock.sleep(together.waitMs, AbortSignal.any([this.run.signal, this.timer.signal]));
    due.then(() => this.handOn()).catch(() => undefined);
  }

  private async handOnAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const some = this.waiting.slice(0, together.pages);
      await this.handOnSome(some.map(({ answered: _answered, ...entry }) => entry));
      this.waiting.splice(0, some.length);
      for (const { source, stream, runId, pageIndex, key, bytes, answered: status } of some)
        this.ports.log.info('page.stored', { source, stream, runId, pageIndex, key, bytes, status });
    }
  }

  private async handOnSome(entries: Omit<Kept, 'answered'>[]): Promise<void> {
    await this.writes.enterPages(entries);
    for (const { bytes } of entries.filter(({ pageIndex }) => pageIndex >= this.entered.pages)) {
      this.entered.pages += 1;
      this.entered.bytes += bytes;
    }
    const messages = entries.map((entry) => messageOf(entry, newSpan(this.trace, this.ports.clock)));
    await this.writes.sendPages(messages);
  }
}
