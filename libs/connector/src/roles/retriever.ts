import type { Json, JsonObject } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { ReadablePage, Selected } from './roles';
import type { MissingList } from '../session/missing-list';
import type { SplitLimits } from './slicer';
import { noOptions, type RequestOptions } from './request-options';
import type { Slice } from './slice';
import type { ReadSession } from '../session/read-session';

/** How a slice is read: what its requests carry, which of its records count, and how it becomes smaller. */
export interface SlicePlan {
  /** What cursor and partition router add to a request. */
  options(slice: Slice): RequestOptions;
  /** Records are filtered by the cursor: before paging counts them, or after; then one that is too old ends a feed. */
  readonly filters?: 'before' | 'after';
  /** Whether the record is read on purpose. Asked only where records are filtered. */
  wants(record: JsonObject): boolean;
  /** Whether an unwanted record is so old that nothing wanted follows it in a feed. */
  endsFeed(record: JsonObject): boolean;
  /** What is left of the slice when paging restarts; undefined when that is all of it. */
  reduce(slice: Slice): Slice | undefined;
  /** The slice in two halves; undefined where it has no smaller parts. */
  split(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
}

/** A page that was read to its end. */
export interface ReadPage extends Pick<FetchedPage, 'body' | 'headers'> {
  /** How many items it has. */
  items: number;
}

/** Receives what the pages of a slice have. */
export interface SliceConsumer {
  /** All pages before the one of this token were handed over and inspected. */
  beginPage(token: Json): void;
  /** Receives every wanted record of a page; at the latest when the page after it is asked for. */
  observe(record: JsonObject): void;
  /** An item of a page is no record, or cannot be made one. */
  countRefused(): void;
  /** Receives every page that does not repeat an earlier one. */
  endPage(page: ReadPage): Promise<void>;
}

/** One slice to read: from where, by which plan, and who receives what is found. */
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

/** A slice that no cursor divides or filters, read for its pages alone. */
export const taskForPages = (session: ReadSession, slice: Slice): SliceTask => ({ session, slice, plan: undivided, consumer: nobody });

/** Fetches the pages of a slice. A page's body is freed when the next one is asked for; until then nothing is told that follows from it. */
export interface Retriever {
  /** @throws ReadFailedError, ReadDeferredError, ReadStalledError, UnreadablePageError */
  read(task: SliceTask): AsyncGenerator<FetchedPage, void>;
  /** The records of a stored page. Deterministic. @throws UnreadablePageError */
  select(page: ReadablePage): AsyncIterable<readonly Selected[]>;
  /** Why a stored page without items has none, where its list is missing. @throws UnreadablePageError */
  missing(page: ReadablePage): Promise<MissingList | undefined>;
}
