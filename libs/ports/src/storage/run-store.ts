import type { Counts, Json, Run, RunDeletions, RunNote, RunsQuery, RunState, Trigger, Usage } from '@twl/contracts';
import type { RunPhase } from '../runs/run-machine';

/** A run as it is kept: what everybody sees, and how far its two halves are. */
export interface StoredRun extends Run {
  phase: RunPhase;
  /** How fetching ended; set from `applying` on. */
  end?: RunEnd;
}

/** How fetching ended. `complete` lets the outcomes decide the run's state; anything else is the state already. */
export interface RunEnd {
  state: 'complete' | Exclude<RunState, 'running' | 'succeeded' | 'partial' | 'skipped_overlap'>;
  reason?: string;
  /** What reading the source had to tell, though it is no reason to end. */
  notes?: RunNote[];
  /** When a deferred run can be gone on with. */
  resumeAt?: string;
  /** Records known to be unchanged without having been stored again. */
  unmodified: Counts;
  /** Bytes that were not stored again because they were the same as before. */
  bytesSaved: number;
  /** The run went on from what the stream remembered: it did not read everything. */
  resumed?: boolean;
  /** How many parts of what the source has the run did not see though it was complete: it deletes nothing without asking. */
  unseen?: number;
  /** Storage or a queue of ours failed, not the source. */
  infrastructure?: boolean;
  /** What was asked of AWS beside applying the pages; a store that counts it adds it by itself. */
  usage?: Usage;
}

/** The right to fetch one stream. `fence` grows with every holder; writes under an older one are refused. */
export interface Lease {
  runId: string;
  source: string;
  stream: string;
  runSeq: number;
  fence: number;
  owner: string;
}

/** A request to start a run. */
export interface BeginRun {
  id: string;
  source: string;
  stream: string;
  trigger: Trigger;
  /** ISO time. */
  at: string;
  owner: string;
  leaseMs: number;
}

/** The result of a request to start a run. */
export type Begun =
  | { kind: 'started'; run: StoredRun; lease: Lease }
  /** The id was begun before: by another scheduler, or by this call's first try. */
  | { kind: 'exists'; run: StoredRun }
  /** The stream's last run is not settled yet; `run` is the new one, closed as `skipped_overlap`. */
  | { kind: 'overlap'; run: StoredRun; active: StoredRun };

/** What an answer looked like last time, by request line: to ask conditionally, and to see that nothing changed. */
export interface Validator {
  etag?: string;
  lastModified?: string;
  sha256: string;
  /** Raw object with that content. */
  key: string;
  /** The page it was stored as. */
  page: { runId: string; runSeq: number; pageIndex: number };
}

/** What a stream remembers from run to run. */
export interface StreamState {
  /** The engine's cursor state, in its own shape; null before the first. */
  cursor: Json;
  /** By request line; of the newest complete run only. */
  validators: Record<string, Validator>;
  /** Of a stream that is read from the beginning now and then. */
  refresh?: Refresh;
}

/** How far a stream's reads of everything are. */
export interface Refresh {
  /** When the newest one began; where none is known, when the first run began that knew of the setting. ISO time. */
  since: string;
  /** One that is under way: its own cursor, and the run that read last. */
  going?: { startedAt: string; cursor: Json; runId: string };
  /** The newest one that failed. */
  failed?: { at: string; runId: string };
}

/** What a stream remembers at one moment, to be edited by hand. */
export interface RememberedState {
  /** Undefined before the first run, and after it was cleared. */
  state: StreamState | undefined;
  /** Another text for another state; of a state that comes again it may be the same. */
  revision: string;
}

/** A change by hand of what a stream remembers; without a `state` it is forgotten. */
export interface StateEdit {
  source: string;
  stream: string;
  /** What was read before: another one now means that somebody changed it meanwhile. */
  revision: string;
  state?: StreamState;
}

/** What came of a change by hand: `changed` by somebody else since it was read, or a run is not settled. Then nothing happened. */
export type StateEdited = { kind: 'edited' } | { kind: 'changed' } | { kind: 'active'; run: StoredRun };

/** What a run comes to. Deletions that are not given stay as they are. */
export interface Closing {
  state: RunState;
  reason?: string;
  counts: Counts;
  deletions?: RunDeletions;
  /** What applying the pages asked AWS for. */
  usage?: Usage;
}

/** The runs that say how a stream is. */
export interface LatestRuns {
  /** The newest that was not skipped. */
  last?: StoredRun;
  /** The newest with a result; see {@link hasResult}. */
  lastFinished?: StoredRun;
  /** The newest that ended well; see {@link endedWell}. */
  lastGood?: StoredRun;
}

/** A stream by its name. */
export interface StreamName {
  source: string;
  stream: string;
}

const goodStates: readonly RunState[] = ['succeeded', 'partial', 'not_modified'];
const badStates: readonly RunState[] = ['failed', 'suspect', 'stalled'];

/** Whether a run ended well: everything that it read is stored or refused. */
export const endedWell = ({ state }: Pick<StoredRun, 'state'>): boolean => goodStates.includes(state);

/** Whether a run came to a result, good or bad. One that runs, waits, was skipped or cancelled says nothing about its source. */
export const hasResult = ({ state }: Pick<StoredRun, 'state'>): boolean => [...goodStates, ...badStates].includes(state);

/** Runs, their leases and what streams remember. What may happen to a run in which phase is said by `moveRun`. */
export abstract class RunStore {
  /** Numbers and begins a run, unless the stream has an unsettled one. Atomic: of two callers one begins. */
  abstract begin(request: BeginRun): Promise<Begun>;
  /** Takes the lease of a run in phase `fetching` whose worker is gone; undefined while that lease still holds, or when there is none. */
  abstract takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined>;
  /** Keeps the lease for `leaseMs` from `at` on. @throws LeaseLostError */
  abstract renew(lease: Lease, at: string, leaseMs: number): Promise<void>;
  /** Saves the cursor in the middle of a run. @throws LeaseLostError */
  abstract checkpoint(lease: Lease, state: StreamState): Promise<void>;
  /** Ends fetching: phase `applying`, pages and bytes kept, and `state` saved if given; the lease is over. @throws LeaseLostError */
  abstract endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun>;
  /**
   * Closes a run in phase `applying`, once: a later call changes nothing and gives what was kept. So does one that was worked out from other
   * deletions than the run has now (`from`: null for none; not compared when it is not given): what a person decided meanwhile is not lost.
   */
  abstract close(id: string, closing: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun>;
  /** Corrects the books of a closed run, after a redrive. Nothing is changed where its deletions are not those of `from`, as in `close`. */
  abstract amend(id: string, closing: Closing & { from?: RunDeletions | null }): Promise<StoredRun>;
  /**
   * Keeps what is to be done about the deletions of a run in phase `applying`. False, and nothing changed, in another phase, or when its
   * deletions are no longer those of `from`: null for none.
   */
  abstract decide(id: string, decision: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean>;
  /**
   * Takes a closed run up again, in phase `applying` and state `running`, to do what was decided about its deletions; its `finishedAt` is null
   * until it is closed again. False, and nothing changed, when its deletions are no longer in state `from`, or another run of the stream is
   * not settled. Atomic with `begin`.
   */
  abstract reopen(id: string, decision: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean>;
  abstract get(id: string): Promise<StoredRun | undefined>;
  /** Newest first, with how many were looked at where a filter may pass few. `after` is a position this store gave; @throws BadCursorError */
  abstract list(
    query: Omit<RunsQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: StoredRun[]; next: string | null; looked?: number }>;
  /** Runs that are not closed, oldest first. */
  abstract unsettled(): Promise<StoredRun[]>;
  abstract latest(source: string, stream: string): Promise<LatestRuns>;
  /** The streams that have a run, also those that no source declares any more. */
  abstract streams(): Promise<StreamName[]>;
  abstract state(source: string, stream: string): Promise<StreamState | undefined>;
  /** The same, with what an edit of it must name. */
  abstract remembered(source: string, stream: string): Promise<RememberedState>;
  /** Changes what a stream remembers. Atomic with `begin`, and against other edits. */
  abstract editState(edit: StateEdit): Promise<StateEdited>;
  /** How many runs there are. */
  abstract count(): Promise<number>;
}
