import type { Counts, Run, RunNote, RunState, Usage } from '@twl/contracts';
import type { RunPhase } from './run-machine';

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
