import type { Json } from '@twl/contracts';
import { TwlError, type RememberedState, type StoredRun, type StreamStateStore } from '@twl/ports';
import { defineAction } from '../audit/define-action';

/** The state of a stream cannot be edited while one of its runs is not settled. */
export class StateInUseError extends TwlError {
  readonly code = 'STATE_IN_USE';
  readonly retryable = true;

  constructor({ id, source, stream, phase }: StoredRun) {
    super(
      `the state of ${source}.${stream} is in use: run ${id} is ${phase} (wait until it is settled; the next run ends a run whose worker is dead)`,
    );
  }
}

/** The state of a stream has changed since the operator looked at it. */
export class StateChangedError extends TwlError {
  readonly code = 'STATE_CHANGED';
  readonly retryable = false;

  constructor(target: string) {
    super(`the state of ${target} was changed in the meantime: read it again, then decide`);
  }
}

/** Ports for editing a state. */
export interface StatePorts {
  streamStates: Pick<StreamStateStore, 'remembered' | 'editState'>;
}

/** An edit of one stream's state. */
export interface StateChange {
  source: string;
  stream: string;
  /** The new cursor; default none, which clears the state. */
  cursor?: Json;
  /** The revision that the operator looked at; default the one stored now. */
  revision?: string;
}

/**
 * Sets or clears the state of a stream. Its validators of unchanged responses are cleared too, so the next run stores what it reads.
 * @returns the state that is stored now @throws StateInUseError, StateChangedError
 */
export const editState = defineAction(async (ports: StatePorts, change: StateChange) => {
  const { source, stream, cursor } = change;
  const before = await ports.streamStates.remembered(source, stream);
  const from = before.state === undefined ? 'nothing' : cursorText(before.state.cursor);
  return {
    action: cursor === undefined ? 'clear-state' : 'set-state',
    target: `${source}.${stream}`,
    perform: () => storeState(ports, { ...change, revision: change.revision ?? before.revision }),
    describe: () => (cursor === undefined ? `forgot ${from}` : `${from} became ${cursorText(cursor)}`),
  };
});

const storeState = async ({ streamStates }: StatePorts, change: StateChange & { revision: string }): Promise<RememberedState> => {
  const { source, stream, cursor, revision } = change;
  const state = cursor === undefined ? undefined : { cursor, validators: {} };
  const edited = await streamStates.editState({ source, stream, revision, ...(state ? { state } : {}) });
  if (edited.kind === 'active') throw new StateInUseError(edited.run);
  if (edited.kind === 'changed') throw new StateChangedError(`${source}.${stream}`);
  return streamStates.remembered(source, stream);
};

/** Characters of a cursor that the audit log keeps. */
const textLimit = 800;

const cursorText = (cursor: Json): string => {
  if (cursor === null) return 'a state without a cursor';
  const written = JSON.stringify(cursor, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  return written.length > textLimit ? `${written.slice(0, textLimit)}...` : written;
};
