import type { Counts, Run, RunNote, RunState, Usage } from '@twl/contracts';
import type { RunPhase } from './run-machine';

/** A run as it is stored: the public part, its phase, and how its fetching ended. */
export interface StoredRun extends Run {
  phase: RunPhase;
  /** How fetching ended; set from `applying` on. */
  end?: RunEnd;
}

/** How fetching ended. With `complete` the outcomes decide the state of the run; any other value is the state. */
export interface RunEnd {
  state: 'complete' | Exclude<RunState, 'running' | 'succeeded' | 'partial' | 'skipped_overlap'>;
  reason?: string;
  /** Notes of reading the source, none of which ended the run. */
  notes?: RunNote[];
  /** When a deferred run may resume. */
  resumeAt?: string;
  /** Records that are known to be unchanged, and were not stored again. */
  unmodified: Counts;
  /** Bytes that were not stored again, because they are unchanged. */
  bytesSaved: number;
  /** The run continued from the stored state: it did not read everything. */
  resumed?: boolean;
  /** Number of parts of the source that a complete run did not see: it deletes nothing without confirmation. */
  unseen?: number;
  /** Our own storage or queue failed, not the source. */
  infrastructure?: boolean;
  /** Requests to AWS beside those for applying the pages; a store that counts them adds them itself. */
  usage?: Usage;
}
