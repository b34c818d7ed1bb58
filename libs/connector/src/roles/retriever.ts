import type { Json, JsonObject } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { ReadablePage, Selected } from './roles';
import type { MissingList } from '../session/missing-list';
import type { SplitLimits } from './slicer';
import { noOptions, type RequestOptions } from './request-options';
import type { Slice } from './slice';
import type { ReadSession } from '../session/read-session';

/** How to read a slice: the options of its requests, which of its records count, and how to split it. */
export interface SlicePlan {
  /** Returns the options of cursor and partition router. */
  options(slice: Slice): RequestOptions;
  /** Records are filtered by the cursor: before paging counts them, or after; then one that is too old ends a feed. */
  readonly filters?: 'before' | 'after';
  /** Returns true if the record is wanted. Called only if records are filtered. */
  wants(record: JsonObject): boolean;
  /** Returns true if an unwanted record is so old that nothing wanted follows it in a feed. */
  endsFeed(record: JsonObject): boolean;
  /** Returns the rest of the slice when paging restarts; undefined if that is all of it. */
  reduce(slice: Slice): Slice | undefined;
  /** Returns the slice in two halves; undefined if it cannot be split. */
  split(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
}

/** A page that was read to its end. */
export interface ReadPage extends Pick<FetchedPage, 'body' | 'headers'> {
  /** How many items it has. */
  items: number;
}

/** Receives the contents of the pages of a slice. */
export interface SliceConsumer {
  /** All pages before the one of this token were handed over and inspected. */
  beginPage(token: Json): void;
  /** Receives every wanted record of a page, at the latest when the next page is requested. */
  observe(record: JsonObject): void;
  /** An item of a page is no record, or cannot be made one. */
  countRefused(): void;
  /** Receives every page that does not repeat an earlier one. */
  endPage(page: ReadPage): Promise<void>;
}

/** One slice to read: from where, by which plan, and the consumer of what is found. */
export interface SliceTask {
  session: ReadSession;
  slice: Slice;
  /** Where paging begins: a token saved by an earlier read. */
  from?: Json;
  plan: SlicePlan;
  consumer: SliceConsumer;
}

const undivided: SlicePlan = {
  options: noOptions,
  wants: () => true,
  endsFeed: () => false,
  reduce: () => undefined,
  split: () => undefined,
};

const nobody: SliceConsumer = { beginPage() {}, observe() {}, countRefused() {}, async endPage() {} };

/** Creates the task of a slice without cursor or filter, read only for its pages. */
export const createPageTask = (session: ReadSession, slice: Slice): SliceTask => ({ session, slice, plan: undivided, consumer: nobody });

/** Fetches the pages of a slice. A page's body is freed when the next one is requested; until then nothing derived from it is reported. */
export interface Retriever {
  /** @throws ReadFailedError, ReadDeferredError, ReadStalledError, UnreadablePageError */
  read(task: SliceTask): AsyncGenerator<FetchedPage, void>;
  /** The records of a stored page. Deterministic. @throws UnreadablePageError */
  select(page: ReadablePage): AsyncIterable<readonly Selected[]>;
  /** Explains why a stored page without items has none, if its list is missing. @throws UnreadablePageError */
  missing(page: ReadablePage): Promise<MissingList | undefined>;
}
