import { createHash } from 'node:crypto';
import type { FailuresQuery, Failure } from '@twl/contracts';
import { toJsonText } from '@twl/json';

/** An open failure of a record, as far as it tells which later observation is one of the same record. */
export interface OpenFailure extends Pick<Failure, 'id' | 'runSeq'> {
  /** See {@link subjectOf}. */
  subject: string;
}

/** A failure that a later run settles: refused again as the failure `by`, or arrived well. */
export interface Superseding {
  id: string;
  by?: string;
}

/** Open failures of one stream that are looked through at most: the newest of them. */
export const mostOpenFailures = 10_000;

/**
 * What a failure of a record is about, as one text: its primary key, or, where none could be read, its place in what the source lists, and a
 * hash of what stood there.
 */
export const subjectOf = ({ key, pageIndex, pointer, data }: Pick<Failure, 'key' | 'pageIndex' | 'pointer' | 'data'>): string =>
  JSON.stringify(key === undefined ? { at: writeItemPosition(pageIndex, pointer), hash: hashOf(data) } : { key });

/** A place in what the source lists. */
export const writeItemPosition = (pageIndex: number, pointer: string): string => `${pageIndex}:${pointer}`;

/** What {@link subjectOf} says. */
export const readSubject = (subject: string): { key: string } | { at: string; hash: string } =>
  JSON.parse(subject) as { key: string } | { at: string; hash: string };

const hashOf = (data: unknown): string =>
  createHash('sha256')
    .update(toJsonText(data) ?? '')
    .digest('base64url')
    .slice(0, 22);

/** Whether a failure stays as it is when its page is applied anew: somebody gave it up, or a later run stands for it. */
export const isDecided = (known: Pick<Failure, 'status'> | undefined): boolean =>
  known?.status === 'discarded' || known?.status === 'superseded';

/** Whether what was refused is not applied, and may be yet, at its own place: also where a later observation stands for it. */
export const isUnapplied = ({ status }: Pick<Failure, 'status'>): boolean => status === 'open' || status === 'superseded';

const runsOf = ({ seen, at }: Failure): NonNullable<Failure['seen']> => seen ?? { count: 1, first: at, last: at };

const earlier = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

/** An older failure and the newer one that stands for it from now on, which counts the runs of both where the reason is the same. */
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

/** Refused records and pages. They are entered by `RecordStore.commit` and `PageLedger.park`, and never deleted. */
export abstract class FailureStore {
  abstract get(id: string): Promise<Failure | undefined>;
  /** Newest first, with how many were looked at where a filter may pass few. `after` is a position this store gave; @throws BadCursorError */
  abstract list(
    query: Omit<FailuresQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: Failure[]; next: string | null; scanned?: number }>;
  /**
   * Marks an open failure; false when it is not open. Discarding that of a parked page gives up the page too, so that it is no gap in the
   * order any more.
   */
  abstract mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean>;
  /** Notes that an open failure was tried again and refused, as `refusedAgain` says; false when it is not open. */
  abstract refuse(id: string, again: Pick<Failure, 'reason' | 'detail'>): Promise<boolean>;
  /** Open failures of records of a stream, {@link mostOpenFailures} at most. May name one that was closed a moment ago. */
  abstract openRecords(source: string, stream: string): Promise<OpenFailure[]>;
  /**
   * Closes failures that are still open, as superseded. Each together with what the failure `by`, where that is open, then says of both: so
   * that doing it again counts nothing twice.
   */
  abstract supersede(closings: readonly Superseding[]): Promise<void>;
  /** How many are open. */
  abstract countOpen(): Promise<number>;
}
