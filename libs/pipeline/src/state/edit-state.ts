import type { Json } from '@twl/contracts';
import { TwlError, type RememberedState, type RunStore, type StoredRun } from '@twl/ports';
import { audited, type AuditPorts, type Actor } from '../audit/audited';

/** A stream's state was to be edited while a run of it is not settled. */
export class StateInUseError extends TwlError {
  readonly code = 'STATE_IN_USE';
  readonly retryable = true;

  constructor({ id, source, stream, phase }: StoredRun) {
    super(
      `the state of ${source}.${stream} is in use: run ${id} is ${phase} (wait until it is settled; the next run ends one whose worker is gone)`,
    );
  }
}

/** A stream's state is not any more what it was when the edit was made. */
export class StateChangedError extends TwlError {
  readonly code = 'STATE_CHANGED';
  readonly retryable = false;

  constructor(target: string) {
    super(`the state of ${target} was changed meanwhile: look at it again, then decide`);
  }
}

/** What editing needs. */
export interface StatePorts extends AuditPorts {
  runs: Pick<RunStore, 'remembered' | 'editState'>;
}

/** An edit of one stream's state. */
export interface StateChange {
  source: string;
  stream: string;
  /** The new cursor; without it the state is forgotten. */
  cursor?: Json;
  /** What was looked at before, if it was; else whatever is there now. */
  revision?: string;
}

/**
 * Sets or forgets what a stream remembers, and writes down who did it. What a stream knows of unchanged answers is forgotten with it: the
 * next run stores what it reads. Gives what is remembered now. @throws StateInUseError, StateChangedError
 */
export const editStateAudited = async (ports: StatePorts, change: StateChange, by: Actor): Promise<RememberedState> => {
  const { source, stream, cursor } = change;
  const target = `${source}.${stream}`;
  const before = await ports.runs.remembered(source, stream);
  const revision = change.revision ?? before.revision;
  const act = async (): Promise<RememberedState> => {
    const state = cursor === undefined ? undefined : { cursor, validators: {} };
    const edited = await ports.runs.editState({ source, stream, revision, ...(state ? { state } : {}) });
    if (edited.kind === 'active') throw new StateInUseError(edited.run);
    if (edited.kind === 'changed') throw new StateChangedError(target);
    return ports.runs.remembered(source, stream);
  };
  const from = before.state === undefined ? 'nothing' : text(before.state.cursor);
  const tell = (): string => (cursor === undefined ? `forgot ${from}` : `${from} became ${text(cursor)}`);
  return audited(ports, { ...by, action: cursor === undefined ? 'clear-state' : 'set-state', target }, { act, tell });
};

const longest = 800;

const text = (cursor: Json): string => {
  if (cursor === null) return 'a state without a cursor';
  const written = JSON.stringify(cursor, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  return written.length > longest ? `${written.slice(0, longest)}...` : written;
};
