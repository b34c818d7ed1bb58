import { createHash } from 'node:crypto';
import type { FailuresQuery, Failure } from '@twl/contracts';
import { toJsonText } from '@twl/json';

/** The part of an open failure that identifies later observations of the same record. */
export interface OpenFailure extends Pick<Failure, 'id' | 'runSeq'> {
  /** See {@link subjectOf}. */
  subject: string;
}

/** A failure that a later run supersedes: the record was refused again, as the failure `by`, or it was applied. */
export interface Superseding {
  id: string;
  by?: string;
}

/** Maximum number of open failures that are read of one stream: the newest ones. */
export const mostOpenFailures = 10_000;

/**
 * Returns the subject of a record's failure as one text: the primary key, or, if it could not be read, the position in the source's list and a
 * hash of the item.
 */
export const subjectOf = ({ key, pageIndex, pointer, data }: Pick<Failure, 'key' | 'pageIndex' | 'pointer' | 'data'>): string =>
  JSON.stringify(key === undefined ? { at: writeItemPosition(pageIndex, pointer), hash: hashOf(data) } : { key });

/** Writes a position in the list of a source. */
export const writeItemPosition = (pageIndex: number, pointer: string): string => `${pageIndex}:${pointer}`;

/** Reads the text of {@link subjectOf}. */
export const readSubject = (subject: string): { key: string } | { at: string; hash: string } =>
  JSON.parse(subject) as { key: string } | { at: string; hash: string };

const hashOf = (data: unknown): string =>
  createHash('sha256')
    .update(toJsonText(data) ?? '')
    .digest('base64url')
    .slice(0, 22);

/** Whether a failure keeps its status when its page is applied again: it is discarded or superseded. */
export const isDecided = (known: Pick<Failure, 'status'> | undefined): boolean =>
  known?.status === 'discarded' || known?.status === 'superseded';

/** Whether a refused record or page is not applied, and can still be, at its own position: also if a later failure supersedes it. */
export const isUnapplied = ({ status }: Pick<Failure, 'status'>): boolean => status === 'open' || status === 'superseded';

const runsOf = ({ seen, at }: Failure): NonNullable<Failure['seen']> => seen ?? { count: 1, first: at, last: at };

const earlier = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

/** Supersedes an older failure by a newer one, which counts the runs of both if their reason is the same. */
export const superseded = (older: Failure, newer: Failure): { older: Failure; newer: Failure } => {
  const [before, after] = [runsOf(older), runsOf(newer)];
  const seen = {
    count: before.count + after.count,
    first: earlier(before.first, after.first) ? before.first : after.first,
    last: earlier(before.last, after.last) ? after.last : before.last,
  };
  return {
    older: { ...older, status: 'superseded', supersededBy: newer.id },
    newer: older.reason === newer.reason ? { ...newer, seen } : newer,
  };
};

/** Refused records and pages. `RecordStore.commit` and `PageLedger.park` add them; nothing deletes them. */
export abstract class FailureStore {
  abstract get(id: string): Promise<Failure | undefined>;
  /**
   * Lists failures, newest first; `scanned` is their number before the filter. `after` is a position that this store returned.
   * @throws BadCursorError
   */
  abstract list(
    query: Omit<FailuresQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: Failure[]; next: string | null; scanned?: number }>;
  /**
   * Marks an open failure; returns false if it is not open. Discarding the failure of a parked page discards the page too, so that the page
   * is no longer pending.
   */
  abstract mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean>;
  /** Stores that a redrive of an open failure was refused, as `refusedAgain` merges them; returns false if it is not open. */
  abstract refuse(id: string, again: Pick<Failure, 'reason' | 'detail'>): Promise<boolean>;
  /** Returns the open failures of a stream's records, at most {@link mostOpenFailures}. May include one that was closed a moment ago. */
  abstract openRecords(source: string, stream: string): Promise<OpenFailure[]>;
  /**
   * Marks failures that are still open as superseded. Updates the failure `by` in the same write, if it is open, so that a repeated call counts
   * nothing twice.
   */
  abstract supersede(closings: readonly Superseding[]): Promise<void>;
  /** Returns the number of open failures. */
  abstract countOpen(): Promise<number>;
}
