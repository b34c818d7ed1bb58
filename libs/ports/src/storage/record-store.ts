import type { Counts, CuratedRecord, Failure, JsonObject, Outcome, RawRef, PageId } from '@twl/contracts';
import type { ContractUpdate } from './contract-notes';

/** The position of an observation in the order that decides which is newest: the record's cursor first, then the arrival. */
export interface RecordOrder {
  /** The record's own cursor value; null sorts first, numbers before strings. */
  cursor: string | number | null;
  runSeq: number;
  pageIndex: number;
  itemIndex: number;
}

/** A later observation of the same content, stored only while an earlier page is pending. */
export interface LaterObservation {
  order: RecordOrder;
  at: string;
  rawRef: RawRef;
  /** Its values, if they differ from the version's in volatile fields. */
  own?: Pick<Version, 'title' | 'occurredAt' | 'data'>;
}

/** One content of a record, from its first observation on. */
export interface Version {
  order: RecordOrder;
  /** When the page of the first observation was fetched. */
  at: string;
  rawRef: RawRef;
  fingerprint: string;
  title: string;
  /** Declared time; null if the record has none, and the first observation counts. */
  occurredAt: string | null;
  data: JsonObject;
  /** The source no longer lists the record; title, time and data are those of the previous version. */
  deleted?: true;
  /** Sorted by order. */
  seen: LaterObservation[];
}

/** The small part of a record that decisions need. */
export interface Head {
  fingerprint: string;
  version: number;
  /** Position of the current version's first observation. */
  order: RecordOrder;
  /** Position of its newest stored observation; equal to `order` if no other is stored. */
  newest: RecordOrder;
  /** Optimistic lock: grows with every write. */
  revision: number;
}

/** The current version with its `Head`. */
export interface Current extends Head {
  record: CuratedRecord;
  content: Version;
}

/**
 * A write of a whole record, on condition that its revision is `expected` (null: that it does not exist). `record` shows `content`:
 * fingerprint, title and data are equal, and may be stored once.
 */
export interface RecordWrite {
  record: CuratedRecord;
  content: Version;
  expected: number | null;
  /** New or changed earlier versions by number, null for a number that is no longer used; the others stay unchanged. */
  versions: { version: number; content: Version | null }[];
  /** Whether the record was shown before: it existed and was not deleted. Default: whether it is `expected` to exist. */
  wasShown?: boolean;
  /** The write only adds observations and changes nothing that is shown. A walk that began before still shows the record. */
  isUnchanged?: true;
}

/** Returns by how many the number of shown records grows with some writes. A record with `deletedAt` is stored, but not shown. */
export const shownChange = (writes: readonly RecordWrite[]): number =>
  writes.reduce((sum, { record, expected, wasShown = expected !== null }) => {
    const isShown = record.deletedAt === undefined;
    return sum + Number(isShown) - Number(wasShown);
  }, 0);

/** One atomic step of applying a page. */
export interface Commit {
  page: PageId;
  /** The step covers the records [from, to) of the page; the ledger's `next` must be `from`. */
  from: number;
  to: number;
  /** No more records follow: the page becomes `applied`. */
  done: boolean;
  writes: RecordWrite[];
  failures: Failure[];
  counts: Counts;
  /** When the page was fetched: the time of its counters. */
  at: string;
  /** `progress().amendments` from before the heads were read; an amendment since then is a conflict. */
  amendments?: string;
  /** The differences between the page and its stream's contract; absent on nearly every commit. */
  contractUpdate?: ContractUpdate;
}

/** Progress of a stream: one part changes with every commit of a page, the other with every amendment. */
export interface Progress {
  pages: string;
  amendments: string;
}

/** A late application of a refused record, at its own position: resolves its failure and corrects the counts. */
export interface Amendment {
  page: PageId;
  /** Id of the failure, which must be open or superseded. */
  failure: string;
  /** Counted instead of `quarantined`. */
  outcome: Outcome;
  write?: RecordWrite;
  at: string;
  /** `progress().pages` from before the pages of the stream were read; a page applied since then is a conflict. */
  pages: string;
}

/**
 * `moved`: the ledger's `next` is not `from`, or the failure is not open, because another worker was faster. `conflict`: these records were
 * written meanwhile; no ids if the stream has made progress that may need another decision.
 */
export type CommitResult = { kind: 'committed' } | { kind: 'moved' } | { kind: 'conflict'; ids: string[] };

/** The write side of the record store. All reads are consistent. */
export abstract class RecordStore {
  /** Maximum number of records and failures in one commit. */
  abstract readonly writesPerCommit: number;
  /** Returns heads by record id; ids without a record are absent. */
  abstract heads(ids: string[]): Promise<Map<string, Head>>;
  /** Returns current versions by record id. A store may return those that it read together with `heads`. */
  abstract currents(ids: string[], heads?: ReadonlyMap<string, Head>): Promise<Map<string, Current>>;
  /** Returns every stored version of a record, oldest first; empty if there is no record. */
  abstract history(id: string): Promise<Version[]>;
  /**
   * Writes ledger, records, versions, failures and counters in one transaction. Every later call sees it. A crash may undo the newest
   * commits of an engine, but never one without everything after it, such as the ack of its page.
   */
  abstract commit(commit: Commit): Promise<CommitResult>;
  /** Waits until no crash can undo earlier commits. Most stores return at once. */
  async flush(): Promise<void> {}
  /** Returns the progress of a stream. Observations of unchanged content are not stored: only progress shows that there may be some. */
  abstract progress(source: string, stream: string): Promise<Progress>;
  /** Writes record, versions, failure, the page's counts and the counters in one transaction. */
  abstract amend(amendment: Amendment): Promise<CommitResult>;
}
