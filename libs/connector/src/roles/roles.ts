import type { Json, JsonObject, Reason } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { SourceResponse, DraftRequest, ExchangeResult } from '../exchange/exchange';
import type { ReadSession } from '../session/read-session';
import type { MissingList } from '../session/missing-list';
import type { Scope } from '@twl/jinja';

/** Adds what proves who asks. */
export interface Authenticator {
  /** Changes the request. May wait or fetch a token. @throws ReadFailedError, ReadDeferredError, HttpError */
  apply(request: DraftRequest, scope: Scope, signal?: AbortSignal): Promise<void>;
  /** Sees every response to a request it signed (quota headers). */
  observe?(response: SourceResponse): void;
  /** Forgets what it holds, after a response that asked for a fresh token. */
  renew?(): void;
  /** Whether a refused request could go out with another credential at once, so that no wait is needed. */
  hasAlternative?(request: DraftRequest): boolean;
}

/** What to do about a response or a failed exchange. */
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

/** Decides what an outcome means, and how long to wait before the next try. */
export interface ErrorHandler {
  /** Retries after the first try; undefined has the default of 5. RATE_LIMITED tries are bounded by time, not by number. */
  readonly maxRetries: number;
  /** Time that all tries of one request may take together, ms. */
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
  /** ms, or undefined for no opinion. `attempt` counts from 1. @throws ReadDeferredError when the wait asked for is out of reason */
  wait(outcome: ExchangeResult, attempt: number): number | undefined;
  /** Reads what it will need of a response that failed. */
  prepare?(outcome: ExchangeResult): Promise<void>;
}

/** Paces the requests of a host; shared by all streams of a source. */
export interface ApiBudget {
  /** Books one call and gives 0, or books nothing and gives the ms after which to ask again. */
  reserve(request: DraftRequest, now: number): number;
  observe(request: DraftRequest, response: SourceResponse, now: number): void;
}

/** What a body is read with. */
export interface DecodeContext {
  headers: Readonly<Record<string, string>>;
}

/** One item with its place in the body: a JSON pointer, or empty where the body is not JSON. */
export interface Located {
  pointer: string;
  value: Json;
  /** The item is there but cannot be read (a broken line); `value` is then what can be shown of it. */
  refused?: { reason: Reason; detail: string };
}

/** Reads a body. Streams where the format allows; memory is bounded by the largest single item. */
export interface Decoder {
  /** The documents of the body: usually one; the lines of JSON lines, the rows of CSV, the elements of a top-level JSON array. @throws UnreadablePageError */
  decode(body: Payload, context: DecodeContext): AsyncIterable<Located>;
  /** The items found at a path (keys, `*` for any), without holding the whole document; undefined when the format has no such shortcut. */
  itemsAt?(body: Payload, path: readonly string[], context: DecodeContext): AsyncIterable<readonly Located[]>;
  /** The body as one JSON value, for templates that read `response`. @throws UnreadablePageError */
  document(body: Payload, context: DecodeContext): Promise<Json>;
  /** The body as one value, `long` in the place of lists that are too long for it; undefined where the format has no shortcut. @throws UnreadablePageError */
  outlined?(body: Payload, context: DecodeContext, long: Json): Promise<Json>;
  /** The body is too large to be held as one value and must be streamed (JSON lines, CSV, items). */
  readonly streams: boolean;
  /** Of a body without documents, where the decoder itself looks for a list in it: what stands there instead; undefined for an empty list. */
  missing?(body: Payload, context: DecodeContext): Promise<MissingList | undefined>;
}

/** A page with what its templates may see. `scope.values` has config, stream_partition, stream_interval, stream_slice. */
export interface ReadablePage {
  body: Payload;
  headers: Readonly<Record<string, string>>;
  scope: Scope;
  /** Where a page consists of several responses, its selector writes here how many items the last one has: paging goes by that one. */
  readonly lastResponse?: { items?: number };
  /** No item was found in it. */
  isEmpty?: boolean;
}

/** Lists inside items that the source truncates; each is fetched whole by requests of its own. */
export interface NestedLists {
  /** The list of one item, page by page. */
  fetch(parent: JsonObject, session: ReadSession): AsyncIterable<Payload>;
  /** The elements of a list that was fetched with the page. */
  elements(parent: JsonObject, pages: AsyncIterable<Payload>, page: ReadablePage): AsyncIterable<Located>;
}

/** Finds the items of a page; gives as many at a time as come together, for waiting between two costs more than treating one. */
export interface Extractor {
  extract(page: ReadablePage): AsyncIterable<readonly Located[]>;
  /** Set where lists inside of items are fetched whole with the page. */
  readonly nestedLists?: NestedLists;
  /** The items of a response whose list is truncated, in order. */
  truncatedParents?(page: ReadablePage): AsyncIterable<JsonObject>;
  /** Why a page without items has none, where its list is missing; undefined where the list is there and empty. @throws UnreadablePageError */
  missing?(page: ReadablePage): Promise<MissingList | undefined>;
  /** The errors that a page tells of beside its items, in words; undefined for none. */
  errors?(page: ReadablePage): Promise<string | undefined>;
}

/** Keeps or drops a record. */
export interface RecordFilter {
  keep(record: JsonObject, scope: Scope): boolean;
}

/** Changes a record; may change it in place and must give back the result. @throws TemplateError */
export interface Transformation {
  apply(record: JsonObject, scope: Scope): JsonObject;
}

/** Brings the values of a record into the types of its schema; may change it in place and must give back the result. */
export interface SchemaNormalization {
  normalize(record: JsonObject, schema: JsonObject): JsonObject;
}

/** Brings a state of an older form into that of today; a state that is of today already is given back as it is. */
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

/** Tells the JSON schema of a stream's records; undefined when none is declared. */
export interface SchemaLoader {
  load(scope: Scope, signal?: AbortSignal): Promise<JsonObject | undefined>;
  /** Whether the schema is made of what the source says: loading it opens a connection. */
  readonly asksSource?: boolean;
}
