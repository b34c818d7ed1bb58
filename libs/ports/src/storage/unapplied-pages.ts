import type { PageId } from '@twl/contracts';
import type { PendingPage, PageEntry } from './page-ledger';

/** The pages of the ledger that are still to be applied. */
export abstract class UnappliedPages {
  /**
   * Says which pages are about to be applied, one after the other: a store may look at them together. What `get` and `lastPendingBefore` then say of
   * each may be as old as this; a commit that rests on what is out of date is refused as `moved`.
   */
  abstract prefetch(refs: readonly PageId[]): Promise<void>;
  /** The newest earlier page of the stream, by (runSeq, pageIndex), that is open or parked: what it holds may still come in between. */
  abstract lastPendingBefore(ref: PageId): Promise<PendingPage | undefined>;
  /** Open pages of every stream, oldest first, at most `limit`. */
  abstract open(limit: number): Promise<PageEntry[]>;
}
