import type { Json, JsonObject } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { ReadablePage, Selected } from './roles';
import type { MissingList } from '../session/missing-list';
import type { SplitLimits } from './slicer';
import type { RequestOptions } from './request-options';
import type { Slice } from './slice';
import type { ReadSession } from '../session/read-session';

/** One slice being read, as its stream sees it. */
export interface Reading {
  session: ReadSession;
  slice: Slice;
  /** Where paging begins: a token saved by an earlier read. */
  from?: Json;
  /** What cursor and partition router add to a request. */
  options(slice: Slice): RequestOptions;
  /** Sees every record of a page after the page was handed over. */
  observe(record: JsonObject, slice: Slice): void;
  /** Hears of every item of a page that is no record, or cannot be made one. */
  refused?(): void;
  /** Sees the token of the page that is asked for next. */
  at?(token: Json): void;
  /** Records are filtered by the cursor: before paging counts them, or after; then one that is too old ends a feed. */
  filters?: 'before' | 'after';
  wanted?(record: JsonObject): boolean;
  endsFeed?(record: JsonObject): boolean;
  /** What is left of the slice when paging has to begin anew; undefined when that is all of it. */
  reduce?(slice: Slice): Slice | undefined;
  /** The slice in two halves; undefined where it has no smaller parts. */
  split?(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
  /** Sees how many items a page had, and the page's own count where the source declares one. */
  counted?(items: number, body: FetchedPage['body'], headers: FetchedPage['headers']): Promise<void>;
}

/** Fetches the pages of a slice. A page's body is freed when the next one is asked for; until then nothing is told that follows from it. */
export interface Retriever {
  /** @throws ReadFailedError, ReadDeferredError, ReadStalledError, UnreadablePageError */
  read(reading: Reading): AsyncGenerator<FetchedPage, void>;
  /** The records of a stored page. Deterministic. @throws UnreadablePageError */
  select(page: ReadablePage): AsyncIterable<readonly Selected[]>;
  /** Why a stored page without items has none, where its list is missing. @throws UnreadablePageError */
  missing(page: ReadablePage): Promise<MissingList | undefined>;
}
