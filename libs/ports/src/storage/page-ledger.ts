import type { Counts, Failure, Reason, Usage, PageId } from '@twl/contracts';
import type { Lease } from '../runs/lease-store';

/** The place of a page whose records are still to come. */
export type PendingPage = Pick<PageId, 'runSeq' | 'pageIndex'>;

/** One page in the books: where it lies, how far it is applied, and what became of its records so far. */
export interface PageEntry extends PageId {
  key: string;
  sha256: string;
  bytes: number;
  fetchedAt: string;
  /** `open` until every record has its outcome (`applied`), or it is set aside (`parked`), or given up (`discarded`). */
  status: 'open' | 'applied' | 'parked' | 'discarded';
  /** Records that have their outcome: the next chunk begins here. */
  next: number;
  counts: Counts;
  /** What a page that is set aside was refused for. */
  reason?: Reason;
  /** What applying it asked AWS for; absent on the embedded engine. */
  usage?: Usage;
}

/** The books of pages. A page is entered when it is stored, and moved on by `RecordStore.commit` alone. */
export abstract class PageLedger {
  /** Enters a page as open; the same page again changes nothing. @throws LeaseLostError */
  abstract enter(lease: Lease, page: Omit<PageEntry, 'status' | 'next' | 'counts'>): Promise<void>;
  /** Enters pages as {@link enter} does, in their order. A store may do so in one step. @throws LeaseLostError */
  async enterAll(lease: Lease, pages: readonly Omit<PageEntry, 'status' | 'next' | 'counts'>[]): Promise<void> {
    for (const page of pages) await this.enter(lease, page);
  }
  /**
   * Enters a page that the pipeline itself made of a run whose fetching has ended, while the run is in phase `applying`; the same page again
   * changes nothing. False, and nothing entered, when the run is in another phase.
   */
  abstract enterDerived(page: Omit<PageEntry, 'status' | 'next' | 'counts'>): Promise<boolean>;
  abstract get(ref: PageId): Promise<PageEntry | undefined>;
  /** All pages of a run, by index. */
  abstract ofRun(runId: string): Promise<PageEntry[]>;
  /** Whether a page of a run is open: asked after every page, so that a store should know without looking at all of them. */
  async hasOpen(runId: string): Promise<boolean> {
    return (await this.ofRun(runId)).some(({ status }) => status === 'open');
  }
  /**
   * Sets an open page aside with its failure, in one write; on any other status nothing happens. In its counts, and in the counters,
   * it stands as one more fetched and quarantined. Of a page that nobody entered the failure is kept. One that was resolved by
   * `reopen` is open again, as `refusedAgain` says.
   */
  abstract park(ref: PageId, failure: Failure): Promise<void>;
  /** Brings a parked page back to be applied, and takes out of the counts what parking put in; its failure is resolved. */
  abstract reopen(ref: PageId): Promise<void>;
}
