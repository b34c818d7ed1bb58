import type { Json } from '@twl/contracts';
import type { Lease } from './lease-store';
import type { StoredRun } from './stored-run';

/** Facts about the last response to a request, for conditional requests and for recognizing unchanged pages. */
export interface Validator {
  etag?: string;
  lastModified?: string;
  sha256: string;
  /** Key of the raw object with that content. */
  key: string;
  /** The page that has it. */
  page: { runId: string; runSeq: number; pageIndex: number };
}

/** The state of a stream that one run leaves to the next. */
export interface StreamState {
  /** State of the connector's cursor, in the connector's form; null before the first run. */
  cursor: Json;
  /** Validators of the newest complete run, by request line. */
  validators: Record<string, Validator>;
  /** Progress of the refreshes of a stream that has the setting. */
  refresh?: Refresh;
}

/** Progress of the refreshes of a stream. */
export interface Refresh {
  /** When the newest refresh began; before the first, when the first run with the setting began. ISO time. */
  since: string;
  /** The refresh in progress: its own cursor, and its latest run. */
  going?: { startedAt: string; cursor: Json; runId: string };
  /** The newest failed refresh. */
  failed?: { at: string; runId: string };
}

/** The state of a stream with its revision, for an edit by hand. */
export interface RememberedState {
  /** Undefined before the first run, and after a clear. */
  state: StreamState | undefined;
  /** Differs between different states; equal states may have the same revision. */
  revision: string;
}

/** A change of a stream's state by hand; clears the state if none is given. */
export interface StateEdit {
  source: string;
  stream: string;
  /** The revision that the editor read; another stored one means a change since. */
  revision: string;
  state?: StreamState;
}

/** Result of an edit. Nothing is stored with `changed` (another edit came first) and `active` (a run is not closed). */
export type StateEdited = { kind: 'edited' } | { kind: 'changed' } | { kind: 'active'; run: StoredRun };

/** A stream by its name. */
export interface StreamName {
  source: string;
  stream: string;
}

/** The states of streams. */
export abstract class StreamStateStore {
  /** Saves the cursor in the middle of a run. @throws LeaseLostError */
  abstract checkpoint(lease: Lease, state: StreamState): Promise<void>;
  abstract state(source: string, stream: string): Promise<StreamState | undefined>;
  /** Returns the state with its revision. */
  abstract remembered(source: string, stream: string): Promise<RememberedState>;
  /** Edits the state of a stream. Atomic with `begin` and with other edits. */
  abstract editState(edit: StateEdit): Promise<StateEdited>;
  /** Lists the streams that have a run, also those that no source declares any more. */
  abstract streams(): Promise<StreamName[]>;
}
