import type { Json } from '@twl/contracts';
import type { FetchResult } from '../fetch/page-fetcher';
import type { PageFacts } from '../roles/paging';
import type { SliceTask } from '../roles/retriever';
import type { Slice } from '../roles/slice';
import type { PageWatch } from './page-watch';

/** The request of a page. */
export interface PageRequest {
  slice: Slice;
  token: Json;
  /** The page size, if it is not the declared one. */
  size?: number;
  /** One response is the whole page, so that a conditional request is possible. */
  isOneResponse: boolean;
}

/** Fetches the pages of one walk. */
export interface PageSource {
  /** @throws ReadFailedError, ReadDeferredError */
  fetch(request: PageRequest): Promise<FetchResult>;
}

export type PageResult = Extract<FetchResult, { kind: 'page' }>;
/** A response in place of a page: the source asks to be read in another way. */
export type Setback = Exclude<FetchResult, { kind: 'page' | 'ignored' }>;

/** How a walk continues after a setback: with the same page, with the first page of a slice, or with other slices instead of this one. */
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

/** One concern of a walk. The loop calls the methods that a part has. */
export interface PagingPart {
  /** Called before a new page is requested. @throws ReadStalledError */
  countPage?(): void;
  /** The request as the part wants it. */
  prepare?(request: PageRequest): PageRequest;
  /** A source in front of another one: it can change requests and pages, or create a page itself. */
  wrap?(source: PageSource): PageSource;
  /** Watches a page for repetition while it is inspected. */
  watch?(page: PageResult, token: Json): PageWatch | undefined;
  /** Returns how to continue; undefined if the setback does not concern this part. @throws ReadFailedError if there is no way */
  recover?(setback: Setback): Promise<Recovery> | Recovery | undefined;
  /** Called after a page was inspected. Returns a slice to restart paging with. @throws ReadFailedError */
  endPage?(facts: PageFacts): Slice | undefined;
  /** Paging restarts, with the first page of a slice. */
  restart?(): void;
}

/** A paging feature of a retriever. To add one, implement this interface and list it where the retriever is built. */
export interface PagingFeature {
  /** Returns the part for one walk; undefined if it is not needed there. */
  begin(walk: SliceWalk): PagingPart | undefined;
}
