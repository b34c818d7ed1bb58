import { byTime, readIndexPage, type IndexEntry } from '../../items/index-pages';
import { timeKey } from '../../items/keys';
import type { Table } from '../../table/table';

/** The time span of a walk, both ends included, and its direction. */
export interface TimeSpan {
  from: number;
  to: number;
  isDown: boolean;
}

/** Yields the entries of one partition in order of time, then of keys. */
export async function* walkIndex(
  table: Table,
  partition: { pk: string; span: number },
  { from, to, isDown }: TimeSpan,
): AsyncGenerator<IndexEntry, void> {
  if (from > to) return;
  let pending: IndexEntry[] = [];
  const sign = isDown ? -1 : 1;
  const ready = (isReady: (entry: IndexEntry) => boolean): IndexEntry[] => {
    const found = pending.filter(isReady).sort((a, b) => sign * byTime(a, b));
    if (found.length > 0) pending = pending.filter((entry) => !isReady(entry));
    return found;
  };
  let last: number | undefined;
  const range = { pk: partition.pk, from: timeKey(from), to: `${timeKey(to + partition.span)}~`, isDown, limit: 4 };
  for await (const items of table.query(range)) {
    for (const { latest, entries } of items.map(readIndexPage)) {
      // No later page has an entry before this time.
      const next = isDown ? latest : latest - partition.span;
      if (next !== last) yield* ready(({ time }) => (isDown ? time > next : time < next));
      last = next;
      pending.push(...entries.filter(({ time }) => from <= time && time <= to));
    }
  }
  yield* ready(() => true);
}
