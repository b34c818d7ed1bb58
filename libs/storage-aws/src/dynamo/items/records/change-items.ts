import { changesGraceMs, changesKeptMs, loggedChanges, type LoggedChange, type LoggedCommit, type RecordWrite } from '@twl/ports';
import type { TableAction, TableItem } from '../../table/action';
import type { Bodies } from '../bodies';
import { changesPk, countKey } from '../keys';
import type { WriteStamp } from './record-items';

/** Attributes of the item. */
interface ChangesAttributes {
  at: number;
}

/** Puts what a commit changed, under its number in the log of its shard, as actions of its transaction. `now` in ms. */
export const putChanges = async (
  bodies: Bodies,
  gen: string,
  { writes, stamp, now }: { writes: readonly RecordWrite[]; stamp: WriteStamp; now: number },
): Promise<TableAction[]> => {
  const changes = loggedChanges(writes);
  if (changes.length === 0) return [];
  const key = { pk: changesPk(gen, stamp.shard), sk: countKey(stamp.commit) };
  const ttl = Math.ceil((now + changesKeptMs + changesGraceMs) / 1000);
  return [{ is: 'changes', put: { ...key, at: now, ttl, ...(await bodies.store(changes)) } }];
};

/** Reads what a commit changed. */
export const readChanges = async (bodies: Bodies, item: TableItem): Promise<LoggedCommit> => {
  const { at } = item as TableItem & ChangesAttributes;
  return { number: Number(item.sk), at, changes: await bodies.read<LoggedChange[]>(item) };
};
