import {
  addCounts,
  noCounts,
  type Acceptance,
  type AuditEntry,
  type Counts,
  type CuratedRecord,
  type Failure,
  type PageId,
} from '@twl/contracts';
import type { LoggedCommit } from '../../feed/read-feed';
import type { ContractUpdate } from '../../storage/contract-notes';
import type { PageEntry } from '../../storage/page-ledger';
import type { Version } from '../../storage/record-store';
import type { StoredRun } from '../../runs/stored-run';
import type { Credential } from '../../storage/credential-store';
import type { StreamState } from '../../runs/stream-state-store';

/** A record of one generation, with everything kept of it. */
export interface MemoryRecord {
  record: CuratedRecord;
  content: Version;
  /** Earlier versions by number. */
  versions: Map<number, Version>;
  revision: number;
  /** The revision that last changed what is shown of it. */
  shownSince: number;
  /** As it was shown before, newest last. */
  past: PastRecord[];
}

/** A record as it was shown from one revision on and before another; `at` is when it was replaced, ms. */
export interface PastRecord {
  record: CuratedRecord;
  shownSince: number;
  until: number;
  at: number;
}

/** How far a page is, in one generation. */
export type MemoryProgress = Pick<PageEntry, 'status' | 'next' | 'counts' | 'reason'>;

/** One set of records of a stream, with its own books. */
export interface MemoryGeneration {
  source: string;
  stream: string;
  records: Map<string, MemoryRecord>;
  pages: Map<string, MemoryProgress>;
  failures: Map<string, Failure>;
  /** By page. */
  contractUpdates: Map<string, ContractUpdate>;
  /** By start of the minute, in ms. */
  counters: Map<number, Counts>;
  /** How many of the records are shown. */
  shown: number;
  /** Commits on pages and amendments made in it. */
  commits: number;
  amendments: number;
  /** The revision it is shown from, and the one that replaced it. */
  since: number;
  until: number;
  /** The last revision that replaced something of which nothing is kept. */
  forgotten: number;
  state: 'building' | 'shown' | 'dropped';
  /** What its commits changed since it is shown. */
  log: LoggedCommit[];
}

/** What is known of a stream beside its records. */
export interface MemoryStream {
  source: string;
  stream: string;
  /** Number of its newest run, or of the newest that a page was applied of. */
  seq: number;
  fence: number;
  lease?: { runId: string; fence: number; owner: string; until: number };
  state?: StreamState;
  active: MemoryGeneration;
  /** Generations shown before, with when they were replaced, ms. */
  replaced: { generation: MemoryGeneration; at: number }[];
  /** By field and type. */
  accepted: Map<string, Acceptance>;
}

/** Everything a memory engine holds; its stores are views of it. */
export class MemoryState {
  readonly runs = new Map<string, StoredRun>();
  readonly streams = new Map<string, MemoryStream>();
  readonly pages = new Map<string, Omit<PageEntry, keyof MemoryProgress>>();
  readonly failures = new Map<string, Failure>();
  readonly audit = new Map<string, AuditEntry>();
  readonly credentials = new Map<string, Credential>();
  revision = 0;

  constructor(readonly now: () => number) {}

  stream(source: string, stream: string): MemoryStream {
    const key = JSON.stringify([source, stream]);
    let found = this.streams.get(key);
    if (!found) this.streams.set(key, (found = newStream(source, stream)));
    return found;
  }

  /** The generations that are shown. */
  get active(): MemoryGeneration[] {
    return [...this.streams.values()].map(({ active }) => active);
  }

  page(ref: PageId): PageEntry | undefined {
    const facts = this.pages.get(pageKey(ref));
    const progress = facts && this.stream(facts.source, facts.stream).active.pages.get(pageKey(ref));
    return facts && structuredClone({ ...facts, ...(progress ?? newProgress()) });
  }
}

/** Names a page within everything. */
export const pageKey = ({ source, stream, runId, pageIndex }: PageId): string => JSON.stringify([source, stream, runId, pageIndex]);

export const newProgress = (): MemoryProgress => ({ status: 'open', next: 0, counts: noCounts() });

const newStream = (source: string, stream: string): MemoryStream => ({
  ...{ source, stream, seq: 0, fence: 0 },
  active: newGeneration(source, stream, 'shown'),
  replaced: [],
  accepted: new Map(),
});

export const newGeneration = (source: string, stream: string, state: MemoryGeneration['state']): MemoryGeneration => ({
  source,
  stream,
  records: new Map(),
  pages: new Map(),
  failures: new Map(),
  contractUpdates: new Map(),
  counters: new Map(),
  shown: 0,
  commits: 0,
  amendments: 0,
  since: 0,
  until: Infinity,
  forgotten: 0,
  state,
  log: [],
});

/** Adds what happened to the counters of its minute. */
export const addToCounters = ({ counters }: MemoryGeneration, at: string, counts: Counts): void => {
  const minute = Math.floor(Date.parse(at) / 60_000) * 60_000;
  counters.set(minute, addCounts(counters.get(minute) ?? noCounts(), counts));
};
