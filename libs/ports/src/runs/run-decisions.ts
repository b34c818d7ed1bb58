import type { RunCancellation, RunDeletions } from '@twl/contracts';
import type { StoredRun } from './stored-run';

/** Decisions of people about runs: about their deletions, and to cancel them. */
export abstract class RunDecisions {
  /**
   * Asks the worker of a run in phase `fetching` to end it; the first request is kept. Changes nothing in another phase. Returns the run.
   * @throws NotFoundError
   */
  abstract cancel(id: string, cancellation: RunCancellation): Promise<StoredRun>;
  /**
   * Stores the decision about the deletions of a run in phase `applying`. Returns false and changes nothing in another phase, or if its
   * deletions have changed since `from` (null: none).
   */
  abstract decide(id: string, decision: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean>;
  /**
   * Reopens a closed run, in phase `applying` and state `running`, to carry out a decision about its deletions; `finishedAt` is null until it
   * is closed again. Returns false and changes nothing if its deletions are no longer in state `from`, or if another run of the stream is not
   * closed. Atomic with `begin`.
   */
  abstract reopen(id: string, decision: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean>;
}
