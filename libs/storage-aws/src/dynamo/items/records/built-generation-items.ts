import type { Action, Key } from '../../table/action';

/** The partition of the generations of a stream that are being built. */
export const builtPk = (sid: string): string => `X#${sid}`;

export const builtKey = (sid: string, gen: string): Key => ({ pk: builtPk(sid), sk: gen });

/** Says that a generation is being built, as an action of the transaction that begins it. */
export const building = (sid: string, gen: string, at: number): Action => ({ is: 'built', put: { ...builtKey(sid, gen), at } });

/** Says so no more, as an action of the transaction that ends it; with `at` only if that was its last sign of life. */
export const notBuilding = (sid: string, gen: string, at?: number): Action => ({
  is: 'built',
  remove: builtKey(sid, gen),
  ...(at !== undefined && { if: { text: '#at = :at', values: { at } } }),
});
