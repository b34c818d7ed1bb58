import { runPaths, type RememberedState, type StoredRun, type StreamState } from '@twl/ports';
import type { Key, TableAction, TableItem } from '../../table/action';
import type { TableExpression } from '../../table/expression';
import type { Bodies } from '../bodies';
import { countKey, sidOf, textKey, timeKey } from '../keys';

/** The partition of a stream's runs, in order of their start. */
export const runsPk = (sid: string): string => `R#${sid}`;

export const runSk = ({ startedAt, seq }: Pick<StoredRun, 'startedAt' | 'seq'>): string =>
  `${timeKey(Date.parse(startedAt))}#${countKey(seq)}`;

export const runKey = (run: StoredRun): Key => ({ pk: runsPk(sidOf(run.source, run.stream)), sk: runSk(run) });

/** Returns the stream of a run, and its number as it is in keys, from its key. */
export const partsOfRunKey = ({ pk, sk }: Key): { sid: string; seq: string } => ({ sid: pk.slice(2), seq: sk.slice(sk.indexOf('#') + 1) });

/** A run with the revision of its item, which grows with every write. */
export interface KnownRun {
  run: StoredRun;
  revision: number;
}

/** Puts a run if it is as it was read; without `known`, a new one. */
export const putRun = async (bodies: Bodies, run: StoredRun, known?: KnownRun): Promise<TableAction> => ({
  is: 'run',
  put: {
    ...runKey(run),
    ...{ id: JSON.stringify(run.id), w: (known?.revision ?? 0) + 1, phase: run.phase, pages: run.phase === 'fetching' ? -1 : run.pages },
    ...(await bodies.store(run)),
  },
  ...(known && { if: { text: '#w = :w', values: { w: known.revision } } }),
});

export const readRun = async (bodies: Bodies, item: TableItem): Promise<KnownRun> => ({
  run: await bodies.read<StoredRun>(item),
  revision: item['w'] as number,
});

/** Reads the id of a run, and whether it has, or may have, pages, without its body. */
export const readRunSummary = (item: TableItem): { id: string; mayHavePages: boolean } => ({
  id: JSON.parse(item['id'] as string) as string,
  mayHavePages: item['pages'] !== 0,
});

/** Condition: derived pages may be added to the run. */
export const isApplying: TableExpression = { text: '#phase = :applying', values: { applying: runPaths.enterDerived.from } };

/** Returns the key of the item that leads from a run's id to its item. */
export const pointerKey = (id: string): Key => ({ pk: `I#${textKey(id).text}`, sk: 'I' });

/** Puts the pointer to a new run; the id must be new. */
export const putPointer = (run: StoredRun): TableAction => {
  const { pk: runPk, sk: runSk } = runKey(run);
  return { is: 'pointer', put: { ...pointerKey(run.id), runPk, runSk }, if: { text: 'attribute_not_exists(#pk)' } };
};

/** Reads the target of a pointer. */
export const readPointer = (item: TableItem): Key => ({ pk: item['runPk'] as string, sk: item['runSk'] as string });

/** Returns the key of a stream's state. */
export const stateKey = (sid: string): Key => ({ pk: `M#${sid}`, sk: 'S' });

/** Reads the state of a stream; the revision is 0 without an item. */
export const readState = async (bodies: Bodies, item: TableItem | undefined): Promise<RememberedState> => {
  const state = item && (await bodies.read<StreamState | null>(item));
  return { state: state ?? undefined, revision: String(item?.['w'] ?? 0) };
};

/** Puts the state of a stream, if it still has that revision. */
export const putState = async (bodies: Bodies, sid: string, of: { revision: number; state: StreamState | null }): Promise<TableAction> => ({
  is: 'state',
  put: { ...stateKey(sid), w: of.revision + 1, ...(await bodies.store(of.state)) },
  if: of.revision === 0 ? { text: 'attribute_not_exists(#pk)' } : { text: '#w = :w', values: { w: of.revision } },
});
