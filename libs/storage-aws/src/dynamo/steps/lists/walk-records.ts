import { recordIdPrefix, type RecordsQuery } from '@twl/contracts';
import { TimeRange } from '@twl/ports';
import type { Bounds } from '../../items/records/time-range-items';
import { recordTrack, tracksOf } from '../../items/index-pages';
import { merge, type Sorted } from './merge';
import { walkPacks, type Stretch } from './walk-index';
import type { TableParts } from '../../caches/table-parts';

/** A list without its page. */
export type WalkQuery = Omit<RecordsQuery, 'cursor' | 'limit'>;

/** A hint on a walk over several streams; `key` is the record's id. */
export interface Step {
  time: number;
  key: string;
  part: Walked;
  recordKey: string;
}

/** A generation that is walked: its commits when the walk began, and where its records stand in time. */
export interface Walked {
  source: string;
  stream: string;
  gen: string;
  snapshot: readonly number[];
  bounds: Bounds;
}

/** Which time a list is sorted by. */
export const orderOf = ({ sort }: WalkQuery): 'u' | 't' => (sort.endsWith('updatedAt') ? 'u' : 't');

/** The times that a list is narrowed to. */
export const rangesOf = (query: WalkQuery) => ({
  u: new TimeRange(query['updatedAt.gte'], query['updatedAt.lt']),
  t: new TimeRange(query['occurredAt.gte'], query['occurredAt.lt']),
});

/** The stretch of time that a list covers. */
const stretchOf = (query: WalkQuery, after: { time: number } | undefined): Stretch => {
  const isDown = query.sort.startsWith('-');
  const range = rangesOf(query)[orderOf(query)];
  const [from, to] = [Math.max(-8e15, range.from), Math.min(8e15, range.to) - 1];
  return { isDown, from: isDown || !after ? from : Math.max(from, after.time), to: isDown && after ? Math.min(to, after.time) : to };
};

const compare = (a: Pick<Step, 'time' | 'key'>, b: Pick<Step, 'time' | 'key'>): number =>
  a.time - b.time || (a.key < b.key ? -1 : Number(a.key > b.key));

/** The hints of some generations in the order of a query, after a place. */
export async function* walkRecords(
  parts: TableParts,
  walked: readonly Walked[],
  { query, after }: { query: WalkQuery; after: { time: number; key: string } | undefined },
): AsyncGenerator<Step, void> {
  const stretch = stretchOf(query, after);
  const order = orderOf(query);
  const lists = walked.flatMap((part) => listsOf(parts, part, { order, stretch }));
  const sign = stretch.isDown ? -1 : 1;
  for await (const step of merge(lists, { isDown: stretch.isDown, compare })) if (!after || sign * compare(step, after) > 0) yield step;
}

const listsOf = (parts: TableParts, part: Walked, { order, stretch }: { order: 'u' | 't'; stretch: Stretch }): Sorted<Step>[] => {
  const [lo, hi] = [part.bounds[`${order}lo`], part.bounds[`${order}hi`]];
  const own = { ...stretch, from: Math.max(stretch.from, lo), to: Math.min(stretch.to, hi) };
  if (own.from > own.to) return [];
  const prefix = recordIdPrefix(part);
  return tracksOf(recordTrack(part.gen, order), order === 't').map((track) => ({
    bound: stretch.isDown ? own.to : own.from,
    open: async function* () {
      for await (const { time, key } of walkPacks(parts.table, track, own)) yield { time, key: prefix + key, part, recordKey: key };
    },
  }));
};
