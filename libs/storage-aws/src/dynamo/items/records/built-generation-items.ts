import type { Key, TableAction, TableItem } from '../../table/action';
import type { ConditionalUpdate } from '../../table/expression';

/** The partition of the generations of a stream that are being built. */
export const builtPk = (sid: string): string => `X#${sid}`;

export const builtKey = (sid: string, gen: string): Key => ({ pk: builtPk(sid), sk: gen });

/** Notes that a generation is being built, as an action of the transaction that begins it. */
export const putBuilt = (sid: string, gen: string, at: number): TableAction => ({ is: 'built', put: { ...builtKey(sid, gen), at } });

/** Removes that note, as an action of the transaction that ends it; with `at` only if that was the last heartbeat. */
export const removeBuilt = (sid: string, gen: string, at?: number): TableAction => ({
  is: 'built',
  remove: builtKey(sid, gen),
  ...(at !== undefined && { if: { text: '#at = :at', values: { at } } }),
});

/** A generation that is being built, with the last heartbeat of its process, ms. */
export interface BuiltGeneration {
  gen: string;
  at: number;
}

export const readBuilt = ({ sk: gen, at }: TableItem): BuiltGeneration => ({ gen, at: at as number });

/** Writes a heartbeat, while the generation is being built. */
export const heartbeatUpdate = (at: number): ConditionalUpdate => ({
  by: { text: 'SET #at = :at', values: { at } },
  if: { text: 'attribute_exists(#pk)' },
});
