import { addCounts, noCounts, type Failure, type PageId } from '@twl/contracts';
import { LeaseLostError } from '../../errors';
import { PageLedger, type PendingPage, type PageEntry } from '../../storage/page-ledger';
import { refusedAgain } from '../../refused-again';
import type { Lease } from '../../runs/lease-store';
import type { UnappliedPages } from '../../storage/unapplied-pages';
import { moveRun } from '../../runs/run-machine';
import { heldLease } from './memory-run-store';
import { addToCounters, newProgress, pageKey, type MemoryState, type MemoryProgress } from './memory-state';
import { requireValue } from '../../require-value';

/** The books of pages in memory. */
export class MemoryPageLedger extends PageLedger implements UnappliedPages {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async enter(lease: Lease, page: Omit<PageEntry, keyof MemoryProgress>): Promise<void> {
    heldLease(this.memory, lease);
    if (page.runId !== lease.runId) throw new LeaseLostError(page.runId);
    const key = pageKey(page);
    if (!this.memory.pages.has(key)) this.memory.pages.set(key, structuredClone(page));
  }

  async enterDerived(page: Omit<PageEntry, keyof MemoryProgress>): Promise<boolean> {
    const run = this.memory.runs.get(page.runId);
    if (!run || !moveRun(run, { kind: 'enterDerived' }).next) return false;
    const key = pageKey(page);
    if (!this.memory.pages.has(key)) this.memory.pages.set(key, structuredClone(page));
    return true;
  }

  async get(ref: PageId): Promise<PageEntry | undefined> {
    return this.memory.page(ref);
  }

  async prefetch(): Promise<void> {}

  async ofRun(runId: string): Promise<PageEntry[]> {
    return this.#entries().filter((page) => page.runId === runId);
  }

  async lastPendingBefore({ source, stream, runSeq, pageIndex }: PageId): Promise<PendingPage | undefined> {
    const gap = this.#entries().findLast(
      (page) =>
        page.source === source &&
        page.stream === stream &&
        (page.runSeq < runSeq || (page.runSeq === runSeq && page.pageIndex < pageIndex)) &&
        (page.status === 'open' || page.status === 'parked'),
    );
    return gap && { runSeq: gap.runSeq, pageIndex: gap.pageIndex };
  }

  async open(limit: number): Promise<PageEntry[]> {
    const byAge = (a: PageEntry, b: PageEntry) => Date.parse(a.fetchedAt) - Date.parse(b.fetchedAt) || a.pageIndex - b.pageIndex;
    return this.#entries()
      .filter(({ status }) => status === 'open')
      .sort(byAge)
      .slice(0, limit);
  }

  async park(ref: PageId, failure: Failure): Promise<void> {
    const page = this.memory.page(ref);
    if (page && page.status !== 'open') return;
    if (page) {
      Object.assign(this.#progress(ref), { status: 'parked', reason: failure.reason });
      this.#count(page, 1);
    }
    const known = this.memory.failures.get(failure.id);
    const kept = known?.status === 'resolved' ? refusedAgain(known, failure) : failure;
    this.memory.failures.set(failure.id, structuredClone(kept));
  }

  async reopen(ref: PageId): Promise<void> {
    const page = this.memory.page(ref);
    if (page?.status !== 'parked') return;
    this.#progress(ref).status = 'open';
    delete this.#progress(ref).reason;
    this.#count(page, -1);
    for (const failure of this.memory.failures.values()) {
      const isItsOwn =
        failure.runId === page.runId && failure.pageIndex === page.pageIndex && failure.kind !== 'record' && failure.status === 'open';
      if (isItsOwn) failure.status = 'resolved';
    }
  }

  /** A parked page stands in the books as one thing refused. */
  #count(page: PageEntry, parked: 1 | -1): void {
    const counts = { ...noCounts(), fetched: parked, quarantined: parked };
    const progress = this.#progress(page);
    progress.counts = addCounts(progress.counts, counts);
    addToCounters(this.memory.stream(page.source, page.stream).active, page.fetchedAt, counts);
  }

  #entries(): PageEntry[] {
    return [...this.memory.pages.values()]
      .map((page) => requireValue(this.memory.page(page), 'page that is kept'))
      .sort((a, b) => a.runSeq - b.runSeq || a.pageIndex - b.pageIndex);
  }

  #progress(ref: PageId): MemoryProgress {
    const { pages } = this.memory.stream(ref.source, ref.stream).active;
    const progress = pages.get(pageKey(ref)) ?? newProgress();
    pages.set(pageKey(ref), progress);
    return progress;
  }
}
