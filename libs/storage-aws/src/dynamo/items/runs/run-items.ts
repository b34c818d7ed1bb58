import { noCounts } from '@twl/contracts';
import type { BeginRun, StoredRun } from '@twl/ports';
import type { Item, Key } from '../../table/action';
import type { Bodies } from '../bodies';
import { countKey, sidOf, textKey, timeKey } from '../keys';

/** The partition of a stream's runs, in order of when they began. */
export const runsPk = (sid: string): string => `R#${sid}`;

export const runSk = ({ startedAt, seq }: Pick<StoredRun, 'startedAt' | 'seq'>): string =>
  `${timeKey(Date.parse(startedAt))}#${countKey(seq)}`;

export const runKey = (run: StoredRun): Key => ({ pk: runsPk(sidOf(run.source, run.stream)), sk: runSk(run) });

/** A run as an item; `w` grows with every write. */
export const runItem = async (bodies: Bodies, run: StoredRun, w: number): Promise<Item> => ({
  ...runKey(run),
  ...{ id: JSON.stringify(run.id), w, phase: run.phase, pages: run.phase === 'fetching' ? -1 : run.pages },
  ...(await bodies.store(run)),
});

/** What leads from a run's id to its place. */
export const pointerKey = (id: string): Key => ({ pk: `I#${textKey(id).text}`, sk: 'I' });

/** Where a stream's memory lies. */
export const stateKey = (sid: string): Key => ({ pk: `M#${sid}`, sk: 'S' });

/** A run as it begins. */
export const newRun = ({ id, source, stream, trigger, at }: BeginRun, seq: number): StoredRun => ({
  ...{ id, source, stream, seq, trigger, state: 'running', startedAt: at, finishedAt: null },
  ...{ pages: 0, bytes: 0, counts: noCounts(), phase: 'fetching' },
});
