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
  /** Returns the options of the token and the page size, if it is not the declared one. */
  options(token: Json, scope: Scope, reducedSize?: number): RequestOptions;
  /** Returns the token as a URL or path, if the manifest says that it is one. */
  path(token: Json): string | undefined;
}
/** What is known of a page when the next one is requested. */
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
  /** The requested page size, if it is not the declared one. */
  reducedSize?: number;
  /** Called if paging ends although the response says that more follows, with the reason. */
  cutShort?(why: string): void;
  /** The page as one JSON value; read only when a template asks for it. */
  document(): Promise<Json>;
}
/** How the next page is found. */
export interface PaginationStrategy {
  /** Returns the token of the first page; null if it needs none. */
  readonly initial: Json;
  readonly pageSize: number | undefined;
  /** Needs the headers of every response, so that "not modified" is no use. */
  readonly readsHeaders?: boolean;
  /** Token of the page after this one; null at the end. @throws ReadFailedError */
  next(page: PageFacts, scope: Scope): Promise<Json>;
}
