import type { PageId } from '@twl/contracts';
import type { PendingPage, PageEntry } from './page-ledger';

/** The pages of the ledger that are not applied yet. */
export abstract class UnappliedPages {
  /**
   * Announces the pages that the caller is about to apply, so that a store can read them together. `get` and `lastPendingBefore` may then return
   * what was read here; a commit that depends on outdated data is refused as `moved`.
   */
  abstract prefetch(refs: readonly PageId[]): Promise<void>;
  /** Returns the newest earlier page of the stream, by (runSeq, pageIndex), that is open or parked: its records may still be applied. */
  abstract lastPendingBefore(ref: PageId): Promise<PendingPage | undefined>;
  /** Returns open pages of every stream, oldest first, at most `limit`. */
  abstract open(limit: number): Promise<PageEntry[]>;
}
