import type { Json } from '@twl/contracts';
import type { FetchResult } from '../fetch/page-fetcher';
import type { PageFacts } from '../roles/paging';
import type { SliceTask } from '../roles/retriever';
import type { Slice } from '../roles/slice';
import type { PageWatch } from './page-watch';

/** What a page is asked for with. */
export interface PageRequest {
  slice: Slice;
  token: Json;
  /** The page size, where it is not the declared one. */
  size?: number;
  /** One answer is the whole page, so that the source may be asked whether it changed. */
  isOneAnswer: boolean;
}

/** Fetches the pages of one walk. */
export interface PageSource {
  /** @throws ReadFailedError, ReadDeferredError */
  fetch(request: PageRequest): Promise<FetchResult>;
}

export type PageResult = Extract<FetchResult, { kind: 'page' }>;
/** A response in place of a page: the source asks to be read in another way. */
export type Setback = Exclude<FetchResult, { kind: 'page' | 'ignored' }>;

/** How a walk goes on after a setback: with the same page, from the first page of a slice, or with other slices in place of this one. */
export type Recovery = { kind: 'retry' } | { kind: 'restart'; slice: Slice } | { kind: 'slices'; slices: readonly Slice[] };

/** One way through the pages of a slice, from its first page to its last. */
export interface SliceWalk {
  task: SliceTask;
  /** The slice of the task, or a part of it. */
  slice: Slice;
  /** How often the slice of the task was divided. */
  depth: number;
  /** The token to begin with. */
  from: Json;
}

/** One concern of a walk. The loop asks each part at the same places, and a part has a method where that concerns it. */
export interface PagingPart {
  /** A page is asked for that was not asked for before. @throws ReadStalledError */
  countPage?(): void;
  /** The request as the part wants it. */
  prepare?(request: PageRequest): PageRequest;
  /** A source that stands before another one: it may change requests and pages, or make a page itself. */
  wrap?(source: PageSource): PageSource;
  /** Watches a page for repetition while it is inspected. */
  watch?(page: PageResult, token: Json): PageWatch | undefined;
  /** How to go on; undefined where the setback does not concern this part. @throws ReadFailedError where there is no way */
  recover?(setback: Setback): Promise<Recovery> | Recovery | undefined;
  /** A page was inspected. Gives a slice to restart paging with. @throws ReadFailedError */
  endPage?(facts: PageFacts): Slice | undefined;
  /** Paging restarts, with the first page of a slice. */
  restart?(): void;
}

/** A paging feature of a retriever. To add one is to write one of these and to list it where the retriever is built. */
export interface PagingFeature {
  /** The part for one walk; undefined where it has nothing to do in it. */
  begin(walk: SliceWalk): PagingPart | undefined;
}
