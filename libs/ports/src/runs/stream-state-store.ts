import type { Json } from '@twl/contracts';
import type { Lease } from './lease-store';
import type { StoredRun } from './stored-run';

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

/** A stream by its name. */
export interface StreamName {
  source: string;
  stream: string;
}

/** What streams remember. */
export abstract class StreamStateStore {
  /** Saves the cursor in the middle of a run. @throws LeaseLostError */
  abstract checkpoint(lease: Lease, state: StreamState): Promise<void>;
  abstract state(source: string, stream: string): Promise<StreamState | undefined>;
  /** The same, with what an edit of it must name. */
  abstract remembered(source: string, stream: string): Promise<RememberedState>;
  /** Changes what a stream remembers. Atomic with `begin`, and against other edits. */
  abstract editState(edit: StateEdit): Promise<StateEdited>;
  /** The streams that have a run, also those that no source declares any more. */
  abstract streams(): Promise<StreamName[]>;
}
