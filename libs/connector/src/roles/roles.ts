import type { Json, JsonObject, Reason } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { SourceResponse, DraftRequest, ExchangeResult } from '../exchange/exchange';
import type { ReadSession } from '../session/read-session';
import type { MissingList } from '../session/missing-list';
import type { Scope } from '@twl/jinja';

/** Adds credentials to a request. */
export interface Authenticator {
  /** Changes the request. May wait or fetch a token. @throws ReadFailedError, ReadDeferredError, HttpError */
  apply(request: DraftRequest, scope: Scope, signal?: AbortSignal): Promise<void>;
  /** Sees every response to a request it signed (quota headers). */
  observe?(response: SourceResponse): void;
  /** Drops its token, after a response that requires a new one. */
  renew?(): void;
  /** Returns true if a refused request can be sent with another credential at once, so that no wait is needed. */
  hasAlternative?(request: DraftRequest): boolean;
}

/** How to handle a response or a failed exchange. */
export interface Resolution {
  action:
    | 'SUCCESS'
    | 'FAIL'
    | 'IGNORE'
    | 'RETRY'
    | 'RATE_LIMITED'
    | 'REFRESH_TOKEN_THEN_RETRY'
    | 'RESET_PAGINATION'
    | 'REDUCE_PAGE_SIZE'
    | 'SPLIT_REQUEST_WINDOW';
  /** Why, for a person; never the body of a request. */
  message?: string;
  failureType?: 'system_error' | 'config_error' | 'transient_error';
}

/** Decides what an outcome means, and how long to wait before the next attempt. */
export interface ErrorHandler {
  /** Retries after the first try; undefined has the default of 5. RATE_LIMITED tries are bounded by time, not by number. */
  readonly maxRetries: number;
  /** Time limit of all attempts of one request, ms. */
  readonly maxTimeMs: number;
  interpret(outcome: ExchangeResult): Promise<Resolution>;
  /** Wait before try `attempt + 1`, ms; undefined when no strategy has an opinion (the caller then backs off exponentially). */
  backoff(outcome: ExchangeResult, attempt: number): number | undefined;
}

/** One rule of an error handler; undefined when it does not apply. */
export interface ResponseFilter {
  match(outcome: ExchangeResult): Promise<Resolution | undefined>;
}

/** How long to wait before another try. */
export interface Backoff {
  /**
   * Returns the wait in ms, or undefined to leave it to others. `attempt` counts from 1.
   * @throws ReadDeferredError if the wait is too long
   */
  wait(outcome: ExchangeResult, attempt: number): number | undefined;
  /** Reads what it needs of a failed response. */
  prepare?(outcome: ExchangeResult): Promise<void>;
}

/** Paces the requests of a host; shared by all streams of a source. */
export interface ApiBudget {
  /** Reserves one call and returns 0, or returns how many ms to wait. */
  reserve(request: DraftRequest, now: number): number;
  observe(request: DraftRequest, response: SourceResponse, now: number): void;
}

/** Context of a decoder. */
export interface DecodeContext {
  headers: Readonly<Record<string, string>>;
}

/** One item with its position in the body: a JSON pointer, or empty if the body is not JSON. */
export interface Located {
  pointer: string;
  value: Json;
  /** The item is invalid (a broken line); `value` is the part that can be shown. */
  refused?: { reason: Reason; detail: string };
}

/** Decodes a body. Streams if the format allows; memory is bounded by the largest single item. */
export interface Decoder {
  /** The documents of the body: usually one; the lines of JSON lines, the rows of CSV, the elements of a top-level JSON array. @throws UnreadablePageError */
  decode(body: Payload, context: DecodeContext): AsyncIterable<Located>;
  /** The items found at a path (keys, `*` for any), without holding the whole document; undefined when the format has no such shortcut. */
  itemsAt?(body: Payload, path: readonly string[], context: DecodeContext): AsyncIterable<readonly Located[]>;
  /** The body as one JSON value, for templates that read `response`. @throws UnreadablePageError */
  document(body: Payload, context: DecodeContext): Promise<Json>;
  /**
   * Returns the body as one value, `long` replacing lists that are too long for it; undefined if the format cannot.
   * @throws UnreadablePageError
   */
  outlined?(body: Payload, context: DecodeContext, long: Json): Promise<Json>;
  /** The body is too large to be held as one value and must be streamed (JSON lines, CSV, items). */
  readonly streams: boolean;
  /**
   * For a body without documents in which the decoder itself looks for a list: describes what is there instead; undefined for an empty
   * list.
   */
  missing?(body: Payload, context: DecodeContext): Promise<MissingList | undefined>;
}

/** A page with what its templates can see. `scope.values` has config, stream_partition, stream_interval, stream_slice. */
export interface ReadablePage {
  body: Payload;
  headers: Readonly<Record<string, string>>;
  scope: Scope;
  /** If a page consists of several responses, its selector writes here how many items the last one has: paging uses that number. */
  readonly lastResponse?: { items?: number };
  /** No item was found in it. */
  isEmpty?: boolean;
}

/** Lists inside items that the source truncates; each is fetched completely with separate requests. */
export interface NestedLists {
  /** The list of one item, page by page. */
  fetch(parent: JsonObject, session: ReadSession): AsyncIterable<Payload>;
  /** The elements of a list that was fetched with the page. */
  elements(parent: JsonObject, pages: AsyncIterable<Payload>, page: ReadablePage): AsyncIterable<Located>;
}

/** Finds the items of a page; yields as many at a time as arrive together, because waiting costs more than processing one. */
export interface Extractor {
  extract(page: ReadablePage): AsyncIterable<readonly Located[]>;
  /** Set where lists inside of items are fetched whole with the page. */
  readonly nestedLists?: NestedLists;
  /** The items of a response whose list is truncated, in order. */
  truncatedParents?(page: ReadablePage): AsyncIterable<JsonObject>;
  /**
   * Explains why a page without items has none, if its list is missing; undefined if the list is there and empty.
   * @throws UnreadablePageError
   */
  missing?(page: ReadablePage): Promise<MissingList | undefined>;
  /** Describes the errors of a page next to its items; undefined if there are none. */
  errors?(page: ReadablePage): Promise<string | undefined>;
}

/** Keeps or drops a record. */
export interface RecordFilter {
  keep(record: JsonObject, scope: Scope): boolean;
}

/** Changes a record; can change it in place and must return the result. @throws TemplateError */
export interface Transformation {
  apply(record: JsonObject, scope: Scope): JsonObject;
}

/** Casts the values of a record to the types of its schema; can change it in place and must return the result. */
export interface SchemaNormalization {
  normalize(record: JsonObject, schema: JsonObject): JsonObject;
}

/** Migrates a state of an older format; a current one is returned unchanged. */
export interface StateMigration {
  migrate(state: JsonObject): Json;
}

/** One item of a page after extraction, filter, transformations and schema normalisation, in the page's order. */
export type Selected =
  | { kind: 'record'; itemIndex: number; pointer: string; data: JsonObject }
  | { kind: 'filtered'; itemIndex: number; pointer: string; data: JsonObject }
  | { kind: 'refused'; itemIndex: number; pointer: string; reason: Reason; detail: string; data: Json };

/** From a page to its records: extractor, filter, transformations, normalisation. Deterministic. */
export interface RecordSelector {
  /** @throws UnreadablePageError */
  select(page: ReadablePage): AsyncIterable<readonly Selected[]>;
  readonly decoder: Decoder;
  /** Of pages that lists are fetched with. */
  readonly extractor?: Extractor;
  /** As an extractor has them. */
  missing?(page: ReadablePage): Promise<MissingList | undefined>;
  errors?(page: ReadablePage): Promise<string | undefined>;
}

/** Returns the JSON schema of a stream's records; undefined if none is declared. */
export interface SchemaLoader {
  load(scope: Scope, signal?: AbortSignal): Promise<JsonObject | undefined>;
  /** True if the schema depends on responses of the source: loading it opens a connection. */
  readonly asksSource?: boolean;
}
