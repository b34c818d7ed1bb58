import { recordIdPrefix, type RecordsQuery } from '@twl/contracts';
import { TimeRange } from '@twl/ports';
import type { TableAccess } from '../../caches/parts';
import { byTime, indexPartitions, recordIndexPk } from '../../items/index-pages';
import type { RecordTime } from '../../items/records/record-items';
import { rangeOf, type GenerationTimes } from '../../items/records/time-range-items';
import { mergeSorted, type SortedList } from './merge-sorted';
import { walkIndex, type TimeSpan } from './walk-index';

/** A list query without its page. */
export type RecordsWalk = Omit<RecordsQuery, 'cursor' | 'limit'>;

/** An index entry on a walk over several streams; `key` is the record's id. */
export interface RecordStep {
  time: number;
  key: string;
  part: WalkedGeneration;
  recordKey: string;
}

/** A generation on a walk: its commits when the walk began, and the time range of its records. */
export interface WalkedGeneration {
  source: string;
  stream: string;
  gen: string;
  snapshot: readonly number[];
  times: GenerationTimes;
}

/** Returns the time by which a list is sorted. */
export const orderOf = ({ sort }: RecordsWalk): RecordTime => (sort.endsWith('updatedAt') ? 'updatedAt' : 'occurredAt');

/** Returns the time filters of a list. */
export const rangesOf = (query: RecordsWalk) => ({
  updatedAt: new TimeRange(query['updatedAt.gte'], query['updatedAt.lt']),
  occurredAt: new TimeRange(query['occurredAt.gte'], query['occurredAt.lt']),
});

/** Returns the time span of a list. */
const spanOf = (query: RecordsWalk, after: { time: number } | undefined): TimeSpan => {
  const isDown = query.sort.startsWith('-');
  const range = rangesOf(query)[orderOf(query)];
  const [from, to] = [Math.max(-8e15, range.from), Math.min(8e15, range.to) - 1];
  return { isDown, from: isDown || !after ? from : Math.max(from, after.time), to: isDown && after ? Math.min(to, after.time) : to };
};

/** Yields the index entries of some generations in the order of a query, after a position. */
export async function* walkRecords(
  parts: TableAccess,
  walked: readonly WalkedGeneration[],
  { query, after }: { query: RecordsWalk; after: { time: number; key: string } | undefined },
): AsyncGenerator<RecordStep, void> {
  const stretch = spanOf(query, after);
  const order = orderOf(query);
  const lists = walked.flatMap((part) => listsOf(parts, part, { order, stretch }));
  const sign = stretch.isDown ? -1 : 1;
  for await (const step of mergeSorted(lists, { isDown: stretch.isDown, compare: byTime }))
    if (!after || sign * byTime(step, after) > 0) yield step;
}

const listsOf = (
  parts: TableAccess,
  part: WalkedGeneration,
  { order, stretch }: { order: RecordTime; stretch: TimeSpan },
): SortedList<RecordStep>[] => {
  const range = rangeOf(part.times, order);
  const own = { ...stretch, from: Math.max(stretch.from, range.from), to: Math.min(stretch.to, range.to) };
  if (own.from > own.to) return [];
  const prefix = recordIdPrefix(part);
  return indexPartitions(recordIndexPk(part.gen, order), order === 'occurredAt').map((partition) => ({
    bound: stretch.isDown ? own.to : own.from,
    open: async function* () {
      for await (const { time, key } of walkIndex(parts.table, partition, own)) yield { time, key: prefix + key, part, recordKey: key };
    },
  }));
};
