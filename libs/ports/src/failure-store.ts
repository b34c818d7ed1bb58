import type { FailuresQuery, Failure } from '@twl/contracts';

/** Refused records and pages. They are entered by `RecordStore.commit` and `PageLedger.park`, and never deleted. */
export abstract class FailureStore {
  abstract get(id: string): Promise<Failure | undefined>;
  /** Newest first, with how many were looked at where a filter may pass few. `after` is a position this store gave; @throws BadCursorError */
  abstract list(
    query: Omit<FailuresQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: Failure[]; next: string | null; looked?: number }>;
  /**
   * Marks an open failure; false when it is not open. Discarding that of a parked page gives up the page too, so that it is no gap in the
   * order any more.
   */
  abstract mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean>;
  /** Notes that an open failure was tried again and refused, as `refusedAgain` says; false when it is not open. */
  abstract refuse(id: string, again: Pick<Failure, 'reason' | 'detail'>): Promise<boolean>;
  /** How many are open. */
  abstract countOpen(): Promise<number>;
}
