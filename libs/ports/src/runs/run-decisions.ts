import type { RunDeletions } from '@twl/contracts';

/** What is decided about the deletions of runs. */
export abstract class RunDecisions {
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
}
