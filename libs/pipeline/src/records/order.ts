import type { PendingPage, RecordOrder } from '@twl/ports';

const cursorRank = (cursor: RecordOrder['cursor']): number => (cursor === null ? 0 : typeof cursor === 'number' ? 1 : 2);

/** Compares two cursor values: none before numbers before strings; strings by code unit. */
const compareCursors = (a: RecordOrder['cursor'], b: RecordOrder['cursor']): number => {
  if (a === b) return 0;
  const byRank = cursorRank(a) - cursorRank(b);
  if (byRank !== 0 || a === null || b === null) return byRank;
  return a < b ? -1 : 1;
};

/** Compares two positions by arrival: run, page, item. */
export const compareArrivals = (a: RecordOrder, b: RecordOrder): number =>
  a.runSeq - b.runSeq || a.pageIndex - b.pageIndex || a.itemIndex - b.itemIndex;

/** Compares two positions in the order of versions: the record's own cursor first, then arrival. */
export const compareOrders = (a: RecordOrder, b: RecordOrder): number => compareCursors(a.cursor, b.cursor) || compareArrivals(a, b);

/**
 * Whether no observation can come between two positions any more: they have the same cursor, and no pending page lies between them.
 * @param pending the newest pending page before `after`
 */
export const isAdjacent = (before: RecordOrder, after: RecordOrder, pending: PendingPage | undefined): boolean =>
  compareCursors(before.cursor, after.cursor) === 0 &&
  (!pending || (before.runSeq - pending.runSeq || before.pageIndex - pending.pageIndex) > 0);
