import type { Json, JsonObject } from '@twl/contracts';
import { ReadFailedError } from '../component/connector-errors';
import type { Scope } from '@twl/jinja';

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
  /** Hears that paging ends though the answer says that more follows, and why. */
  cutShort?(why: string): void;
  /** The page as one JSON value; read only when a template asks for it. */
  document(): Promise<Json>;
}

/** How the next page is found. */
export interface PaginationStrategy {
  /** Token of the first page; null when it is asked for without one. */
  readonly initial: Json;
  readonly pageSize: number | undefined;
  /** Needs the headers of every answer, so that "not modified" is no use. */
  readonly readsHeaders?: boolean;
  /** Token of the page after this one; null at the end. @throws ReadFailedError */
  next(page: PageFacts, scope: Scope): Promise<Json>;
}

/** A token as the number it must be. @throws ReadFailedError */
export const wholeNumber = (token: Json, what: string): number => {
  if (typeof token === 'number' && Number.isInteger(token)) return token;
  throw new ReadFailedError(`the page token ${JSON.stringify(String(token))} of ${what} is no whole number`);
};
