import type { Action, Item, Key } from './action';
import type { Table } from './table';

/** How long after its last sign of life a generation that is being built counts as left, ms; and how often it gives one. */
const leftMs = 6 * 3_600_000;
const signMs = 60_000;

const builtPk = (sid: string): string => `X#${sid}`;

const builtKey = (sid: string, gen: string): Key => ({ pk: builtPk(sid), sk: gen });

/** Says that a generation is being built, as an action of the transaction that begins it. */
export const building = (sid: string, gen: string, at: number): Action => ({ is: 'built', put: { ...builtKey(sid, gen), at } });

/** Says so no more, as an action of the transaction that ends it; with `at` only if that was its last sign of life. */
export const notBuilding = (sid: string, gen: string, at?: number): Action => ({
  is: 'built',
  remove: builtKey(sid, gen),
  ...(at !== undefined && { if: { text: '#at = :at', values: { at } } }),
});

/** Generations that a process which is gone was building, with their last sign of life. */
export const leftGenerations = async (table: Table, sid: string, now: number): Promise<{ gen: string; at: number }[]> => {
  const items = (await table.all({ pk: builtPk(sid) })) as (Item & { at: number })[];
  return items.filter(({ at }) => at + leftMs < now).map(({ sk: gen, at }) => ({ gen, at }));
};

/** The signs of life of one generation. */
export class SignsOfLife {
  private last: number;

  constructor(
    private readonly table: Table,
    private readonly of: { sid: string; gen: string },
    private readonly now: () => number,
  ) {
    this.last = now();
  }

  /** Gives one, if the last one was some time ago. */
  async give(): Promise<void> {
    const at = this.now();
    if (at < this.last + signMs) return;
    this.last = at;
    const isThere = { text: 'attribute_exists(#pk)' };
    await this.table.update(builtKey(this.of.sid, this.of.gen), { text: 'SET #at = :at', values: { at } }, isThere);
  }
}
