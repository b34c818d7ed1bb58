import type { Change, ChangesQuery } from '@twl/contracts';

/** How long changes are kept, ms: a position that is older cannot be continued. */
export const changesKeptMs = 7 * 86_400_000;

/** How much longer a store keeps them, ms, because clocks of processes differ. */
export const changesGraceMs = 86_400_000;

/** Changes, and the position after them. */
export interface FeedPage {
  changes: Change[];
  next: string;
  /** More changes are there already. */
  more: boolean;
}

/**
 * What was done to the records that are shown, as a feed. Without a position it begins with the records of each stream, then come its changes
 * in the order in which each record was written: each at least once, under an id that is always the same, and none is skipped whatever is
 * written meanwhile. A change comes with the record as it is when the feed is read. Whoever applies everything up to the end has the records
 * of the store. A stream whose records a replay replaced begins anew, with a `reset`.
 */
export abstract class ChangeFeed {
  /** Changes after a position that this feed gave for the same filters. @throws BadCursorError, FeedExpiredError */
  abstract changes(query: ChangesQuery): Promise<FeedPage>;
  /** A text that is another one after each change of any record; cheap to ask for. */
  abstract newest(): Promise<string>;
}
