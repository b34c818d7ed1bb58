import { walkMs } from '@twl/ports';
import type { TableAccess } from '../../caches/parts';
import { pastKey, pastRange, recordKey } from '../../items/keys';
import { isWithinSnapshot, readRecordFields } from '../../items/records/record-items';
import type { TableItem } from '../../table/action';

/** How much longer than a walk may need them past records stay, for reads in progress, ms. */
export const pastGraceMs = 600_000;

/** Returns a record as the item of a past record, for walks that began before it is replaced. `now` in ms. */
export const pastItem = (gen: string, key: string, { item, now }: { item: TableItem; now: number }): TableItem => ({
  ...item,
  ...pastKey(gen, key, readRecordFields(item).revision),
  ttl: Math.ceil((now + walkMs + pastGraceMs) / 1000),
});

/** Reads a record as it was at a snapshot; undefined if it did not exist, or is not stored. */
export const readPast = async (
  { table }: Pick<TableAccess, 'table'>,
  gen: string,
  { key, snapshot }: { key: string; snapshot: readonly number[] },
): Promise<TableItem | undefined> => {
  for await (const items of table.query({ ...pastRange(gen, key), isDown: true, limit: 8 })) {
    const found = items.find((item) => isWithinSnapshot(item, snapshot));
    if (found) return { ...found, ...recordKey(gen, key) };
  }
  return undefined;
};
