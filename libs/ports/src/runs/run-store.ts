import type { Counts, RunDeletions, RunsQuery, RunState, Trigger, Usage } from '@twl/contracts';
import type { Lease } from './lease-store';
import type { RunEnd, StoredRun } from './stored-run';
import type { StreamState } from './stream-state-store';

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
  /** The run exists: another scheduler began it, or an earlier attempt of this call. */
  | { kind: 'exists'; run: StoredRun }
  /** The stream's last run is not closed yet; `run` is the new one, closed as `skipped_overlap`. */
  | { kind: 'overlap'; run: StoredRun; active: StoredRun };

/** The result of a run. Deletions that are not given stay unchanged. */
export interface Closing {
  state: RunState;
  reason?: string;
  counts: Counts;
  deletions?: RunDeletions;
  /** Requests to AWS for applying the pages. */
  usage?: Usage;
}

/** The runs that determine the freshness of a stream. */
export interface LatestRuns {
  /** The newest that was not skipped. */
  last?: StoredRun;
  /** The newest with a result; see {@link hasResult}. */
  lastFinished?: StoredRun;
  /** The newest that ended well; see {@link endedWell}. */
  lastGood?: StoredRun;
}

const goodStates: readonly RunState[] = ['succeeded', 'partial', 'not_modified'];
const badStates: readonly RunState[] = ['failed', 'suspect', 'stalled'];

/** Whether a run ended well: everything it read is stored or refused. */
export const endedWell = ({ state }: Pick<StoredRun, 'state'>): boolean => goodStates.includes(state);

/** Whether a run has a result, good or bad. One that runs, waits, was skipped or cancelled says nothing about its source. */
export const hasResult = ({ state }: Pick<StoredRun, 'state'>): boolean => [...goodStates, ...badStates].includes(state);

/** The runs of all streams. `moveRun` says which event is allowed in which phase. */
export abstract class RunStore {
  /** Numbers and begins a run, unless the stream has one that is not closed. Atomic: of two callers one begins. */
  abstract begin(request: BeginRun): Promise<Begun>;
  /** Ends fetching: moves to phase `applying`, stores the totals, and `state` if given, and ends the lease. @throws LeaseLostError */
  abstract endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun>;
  /**
   * Closes a run in phase `applying`, once: a later call changes nothing and returns the stored run. So does a call with other deletions in
   * `from` than the run has (null: none; undefined: not compared), so that a decision made meanwhile is not lost.
   */
  abstract close(id: string, closing: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun>;
  /** Corrects the counts of a closed run, after a redrive. Compares `from` as `close` does. */
  abstract amend(id: string, closing: Closing & { from?: RunDeletions | null }): Promise<StoredRun>;
  abstract get(id: string): Promise<StoredRun | undefined>;
  /** Lists runs, newest first; `scanned` is their number before the filter. `after` is a position that this store returned. @throws BadCursorError */
  abstract list(
    query: Omit<RunsQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: StoredRun[]; next: string | null; scanned?: number }>;
  /** Runs that are not closed, oldest first. */
  abstract unsettled(): Promise<StoredRun[]>;
  abstract latest(source: string, stream: string): Promise<LatestRuns>;
}
