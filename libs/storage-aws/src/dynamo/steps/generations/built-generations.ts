import { builtKey, builtPk } from '../../items/records/built-generation-items';
import type { Item } from '../../table/action';
import type { Table } from '../../table/table';

/** How long after its last sign of life a generation that is being built counts as left, ms; and how often it gives one. */
const leftMs = 6 * 3_600_000;
const signMs = 60_000;

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
