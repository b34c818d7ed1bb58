import type { Counts, CuratedRecord, Failure, JsonObject, Outcome, RawRef, PageId } from '@twl/contracts';
import type { ContractUpdate } from './contract-notes';

/** The place of a observation in the order that decides what is newest: the record's cursor first, then the place of arrival. */
export interface RecordOrder {
  /** The record's own cursor value; null sorts first, numbers before strings. */
  cursor: string | number | null;
  runSeq: number;
  pageIndex: number;
  itemIndex: number;
}

/** A later observation of the same content, kept only while an earlier page may still come between. */
export interface LaterObservation {
  order: RecordOrder;
  at: string;
  rawRef: RawRef;
  /** What it brought, where that differs from the version's in volatile fields. */
  own?: Pick<Version, 'title' | 'occurredAt' | 'data'>;
}

/** One distinct content of a record, from its first observation on. */
export interface Version {
  order: RecordOrder;
  /** When the page of that observation was fetched. */
  at: string;
  rawRef: RawRef;
  fingerprint: string;
  title: string;
  /** Declared time; null where the record has none and the first observation counts. */
  occurredAt: string | null;
  data: JsonObject;
  /** From here on the source no longer lists the record; title, time and data are those of the version before. */
  deleted?: true;
  /** Sorted by order. */
  seen: LaterObservation[];
}

/** What deciding needs to know of a record, small. */
export interface Head {
  fingerprint: string;
  version: number;
  /** Place of the current version's first observation. */
  order: RecordOrder;
  /** Place of its newest known observation; the same as `order` where none other was kept. */
  newest: RecordOrder;
  /** Optimistic lock: grows with every write. */
  revision: number;
}

/** The current version with what `Head` says of it. */
export interface Current extends Head {
  record: CuratedRecord;
  content: Version;
}

/**
 * A record to be written whole, if its revision is still `expected` (null: if it does not exist). `record` shows `content`: fingerprint,
 * title and data are the same, and may be kept once.
 */
export interface RecordWrite {
  record: CuratedRecord;
  content: Version;
  expected: number | null;
  /** Earlier versions that are new or changed, by number, null where the number is no longer in use; the rest stay as they are. */
  versions: { version: number; content: Version | null }[];
  /** Whether the record was shown before: it existed, and was not deleted. Default: whether it is `expected` to exist. */
  wasShown?: boolean;
  /** Nothing that is shown changes: only where its content was seen is remembered. A walk that began before goes on showing the record. */
  isUnchanged?: true;
}

/** How many more records are shown after some writes. One with `deletedAt` is kept, but not shown or counted unless asked for. */
export const shownChange = (writes: readonly RecordWrite[]): number =>
  writes.reduce((sum, { record, expected, wasShown = expected !== null }) => {
    const isShown = record.deletedAt === undefined;
    return sum + Number(isShown) - Number(wasShown);
  }, 0);

/** One all-or-nothing step of applying a page. */
export interface Commit {
  page: PageId;
  /** Records [from, to) of the page get their outcome; the ledger must stand at `from`. */
  from: number;
  to: number;
  /** No record follows: the page becomes `applied`. */
  done: boolean;
  writes: RecordWrite[];
  failures: Failure[];
  counts: Counts;
  /** When the page was fetched: the time its counters go to. */
  at: string;
  /** What `progress` said of amendments before the heads were read that this rests on; when one was made since, it is a conflict. */
  amendments?: string;
  /** What the page showed that its stream's contract had not; absent on nearly every commit. */
  contractUpdate?: ContractUpdate;
}

/** How far the records of a stream are: each part changes with every commit on a page, or with every amendment. */
export interface Progress {
  pages: string;
  amendments: string;
}

/** A refused record that is applied after all, at its own place: its failure is resolved, and the books say what became of it. */
export interface Amendment {
  page: PageId;
  /** Id of the failure, which must be open, or superseded. */
  failure: string;
  /** Counted in the place of `quarantined`. */
  outcome: Outcome;
  write?: RecordWrite;
  at: string;
  /** What `progress` said of pages before the pages of the stream were looked through; when one was applied since, it is a conflict. */
  pages: string;
}

/**
 * `moved`: the ledger does not stand at `from`, or the failure is not open (another worker was here). `conflict`: these records were
 * written meanwhile; none of them where the stream has made progress that may ask for another decision.
 */
export type CommitResult = { kind: 'committed' } | { kind: 'moved' } | { kind: 'conflict'; ids: string[] };

/** The writing side of the curated store. All reads are consistent. */
export abstract class RecordStore {
  /** Records written, with their versions and failures, that one commit can take. */
  abstract readonly writesPerCommit: number;
  /** Heads by record id; ids without a record are absent. */
  abstract heads(ids: string[]): Promise<Map<string, Head>>;
  /** Current versions by record id. With `heads` read before, a store may give those that they were read with. */
  abstract currents(ids: string[], heads?: ReadonlyMap<string, Head>): Promise<Map<string, Current>>;
  /** Every version of a record that is kept, oldest first, the current one last; empty when there is no record. */
  abstract history(id: string): Promise<Version[]>;
  /**
   * Ledger, records, versions, failures and counters in one write, or nothing of it. Every call that comes after it sees it. What a crash takes
   * back of an engine is the newest: never a commit without all that came after it, an ack of its page among them.
   */
  abstract commit(commit: Commit): Promise<CommitResult>;
  /** Waits until no crash takes back what was committed. Most stores have nothing to wait for. */
  async flush(): Promise<void> {}
  /** Observations of unchanged content leave no trace: what may be missing on one side of an amendment, only progress shows. */
  abstract progress(source: string, stream: string): Promise<Progress>;
  /** Record, versions, failure, the page's counts and the counters in one write, or nothing of it. */
  abstract amend(amendment: Amendment): Promise<CommitResult>;
}
