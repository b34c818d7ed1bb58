import type { Json, JsonObject } from '@twl/contracts';
import type { Scope } from '@twl/jinja';
import type { RequestOptions } from './request-options';

/** Walks from page to page. */
export interface Paginator {
  /** A page can be followed by another one. */
  readonly pages: boolean;
  readonly initial: Json;
  readonly pageSize: number | undefined;
  readonly readsHeaders: boolean;
  next(page: PageFacts, scope: Scope): Promise<Json>;
  /** What the token and the page size add to a request; another size than the declared one where it is given. */
  options(token: Json, scope: Scope, reducedSize?: number): RequestOptions;
  /** The token as an address or path, where the manifest says that it is one. */
  path(token: Json): string | undefined;
}
/** What is known of a page when the next one is to be asked for. */
export interface PageFacts {
  /** Items of the page, whatever became of them. */
  items: number;
  /** Records left after filtering. */
  records: number;
  /** The last of these; where none is left, the last item that was filtered out. */
  lastRecord: JsonObject | null;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Token of the page; null for a first page without one. */
  token: Json;
  /** The page size that was asked for, where it is not the declared one. */
  reducedSize?: number;
  /** Hears that paging ends though the response says that more follows, and why. */
  cutShort?(why: string): void;
  /** The page as one JSON value; read only when a template asks for it. */
  document(): Promise<Json>;
}
/** How the next page is found. */
export interface PaginationStrategy {
  /** Token of the first page; null when it is asked for without one. */
  readonly initial: Json;
  readonly pageSize: number | undefined;
  /** Needs the headers of every response, so that "not modified" is no use. */
  readonly readsHeaders?: boolean;
  /** Token of the page after this one; null at the end. @throws ReadFailedError */
  next(page: PageFacts, scope: Scope): Promise<Json>;
}
