import type { Counts, Failure, Reason, Usage, PageId } from '@twl/contracts';
import type { Lease } from '../runs/lease-store';

/** The position of a page whose records are not applied yet. */
export type PendingPage = Pick<PageId, 'runSeq' | 'pageIndex'>;

/** A page in the ledger: the key of its raw object, its status, and the outcomes of its records so far. */
export interface PageEntry extends PageId {
  key: string;
  sha256: string;
  bytes: number;
  fetchedAt: string;
  /** `applied` as soon as every record has its outcome, `parked` if the page is quarantined, `discarded` if a person gave it up; else `open`. */
  status: 'open' | 'applied' | 'parked' | 'discarded';
  /** Number of records with an outcome: the next chunk begins here. */
  next: number;
  counts: Counts;
  /** Why a parked page was refused. */
  reason?: Reason;
  /** Requests to AWS for applying it; absent on the embedded engine. */
  usage?: Usage;
}

/** The list of a run's pages with their status. A page is entered when it is stored; only `RecordStore.commit` advances it. */
export abstract class PageLedger {
  /** Enters a page as open; does nothing if it is entered already. @throws LeaseLostError */
  abstract enter(lease: Lease, page: Omit<PageEntry, 'status' | 'next' | 'counts'>): Promise<void>;
  /** Enters pages as {@link enter} does, in their order. A store may use one write. @throws LeaseLostError */
  async enterAll(lease: Lease, pages: readonly Omit<PageEntry, 'status' | 'next' | 'counts'>[]): Promise<void> {
    for (const page of pages) await this.enter(lease, page);
  }
  /**
   * Enters a page that the pipeline derived from a run, while the run is in phase `applying`; does nothing if it is entered already. Returns
   * false and enters nothing if the run is in another phase.
   */
  abstract enterDerived(page: Omit<PageEntry, 'status' | 'next' | 'counts'>): Promise<boolean>;
  abstract get(ref: PageId): Promise<PageEntry | undefined>;
  /** Returns all pages of a run, by index. */
  abstract ofRun(runId: string): Promise<PageEntry[]>;
  /** Whether a page of a run is open. Called after every page, so that a store should not read all pages for it. */
  async hasOpen(runId: string): Promise<boolean> {
    return (await this.ofRun(runId)).some(({ status }) => status === 'open');
  }
  /**
   * Parks an open page and stores its failure, in one write; does nothing for another status. The page's counts and the counters get one more
   * fetched and quarantined. Stores the failure also if the page was not entered. Opens a failure again that `reopen` resolved, as
   * `refusedAgain` merges them.
   */
  abstract park(ref: PageId, failure: Failure): Promise<void>;
  /** Opens a parked page again, subtracts from the counts what parking added, and resolves its failure. */
  abstract reopen(ref: PageId): Promise<void>;
}
