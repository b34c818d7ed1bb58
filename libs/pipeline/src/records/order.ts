import type { Gap, RecordOrder } from '@twl/ports';

const cursorRank = (cursor: RecordOrder['cursor']): number => (cursor === null ? 0 : typeof cursor === 'number' ? 1 : 2);

/** Compares two cursor values: none before numbers before strings; strings by code unit. */
const compareCursors = (a: RecordOrder['cursor'], b: RecordOrder['cursor']): number => {
  if (a === b) return 0;
  const byRank = cursorRank(a) - cursorRank(b);
  if (byRank !== 0 || a === null || b === null) return byRank;
  return a < b ? -1 : 1;
};

/** Compares two places of arrival: run, page, index. */
export const compareArrivals = (a: RecordOrder, b: RecordOrder): number =>
  a.runSeq - b.runSeq || a.pageIndex - b.pageIndex || a.itemIndex - b.itemIndex;

/** Compares two places in the order that decides what is newest: the record's own cursor first, then arrival. */
export const compareOrders = (a: RecordOrder, b: RecordOrder): number => compareCursors(a.cursor, b.cursor) || compareArrivals(a, b);

/**
 * Whether nothing can come between two places any more: no page that may still come lies between them, nor a cursor value.
 * @param gap the newest page before `after` that may still come
 */
export const isFollowing = (before: RecordOrder, after: RecordOrder, gap: Gap | undefined): boolean =>
  compareCursors(before.cursor, after.cursor) === 0 && (!gap || (before.runSeq - gap.runSeq || before.pageIndex - gap.pageIndex) > 0);
