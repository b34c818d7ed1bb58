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
  /** The id was begun before: by another scheduler, or by this call's first try. */
  | { kind: 'exists'; run: StoredRun }
  /** The stream's last run is not settled yet; `run` is the new one, closed as `skipped_overlap`. */
  | { kind: 'overlap'; run: StoredRun; active: StoredRun };

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

const goodStates: readonly RunState[] = ['succeeded', 'partial', 'not_modified'];
const badStates: readonly RunState[] = ['failed', 'suspect', 'stalled'];

/** Whether a run ended well: everything that it read is stored or refused. */
export const endedWell = ({ state }: Pick<StoredRun, 'state'>): boolean => goodStates.includes(state);

/** Whether a run came to a result, good or bad. One that runs, waits, was skipped or cancelled says nothing about its source. */
export const hasResult = ({ state }: Pick<StoredRun, 'state'>): boolean => [...goodStates, ...badStates].includes(state);

/** Runs. What may happen to a run in which phase is said by `moveRun`. */
export abstract class RunStore {
  /** Numbers and begins a run, unless the stream has an unsettled one. Atomic: of two callers one begins. */
  abstract begin(request: BeginRun): Promise<Begun>;
  /** Ends fetching: phase `applying`, pages and bytes kept, and `state` saved if given; the lease is over. @throws LeaseLostError */
  abstract endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun>;
  /**
   * Closes a run in phase `applying`, once: a later call changes nothing and gives what was kept. So does one that was worked out from other
   * deletions than the run has now (`from`: null for none; not compared when it is not given): what a person decided meanwhile is not lost.
   */
  abstract close(id: string, closing: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun>;
  /** Corrects the books of a closed run, after a redrive. Nothing is changed where its deletions are not those of `from`, as in `close`. */
  abstract amend(id: string, closing: Closing & { from?: RunDeletions | null }): Promise<StoredRun>;
  abstract get(id: string): Promise<StoredRun | undefined>;
  /** Newest first, with how many were looked at where a filter may pass few. `after` is a position this store gave; @throws BadCursorError */
  abstract list(
    query: Omit<RunsQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: StoredRun[]; next: string | null; scanned?: number }>;
  /** Runs that are not closed, oldest first. */
  abstract unsettled(): Promise<StoredRun[]>;
  abstract latest(source: string, stream: string): Promise<LatestRuns>;
}
