import type { Json, JsonObject, PageMeta, Reason, RunNote, SourceSettings, StreamSettings } from '@twl/contracts';
import type { Payload } from './payload';
import type { Validator } from './runs/stream-state-store';

/** One response of a source, not parsed yet. The run adds the other fields of its `PageMeta`. */
export interface FetchedPage extends Pick<
  PageMeta,
  'partition' | 'interval' | 'fetchedAt' | 'request' | 'status' | 'headers' | 'contentType'
> {
  body: Payload;
  /** Identifies the request among those of the stream, without secrets: the key of its validator. */
  requestLine: string;
  /** The page is the one that `previous` returned: the source says so, or the content is equal. */
  same: boolean;
}

/** Why a read waits: the requests that its budget allows are used up, or a request has to be tried again. */
export type WaitCause = 'budget' | 'retry';

/** What happens while a stream is read, in order. */
export type ReadEvent =
  /**
   * The consumer stores the page before it asks for the next event. Meanwhile the connector may request the next page. It emits no later
   * event (page, state or end) before the page is stored.
   */
  | { kind: 'page'; page: FetchedPage }
  /** Every page that this state covers has been emitted. */
  | { kind: 'state'; cursor: Json }
  /** The connector waits, because of a rate limit or a failing source. */
  | { kind: 'wait'; ms: number; reason: string; cause: WaitCause }
  /** Always the last one. */
  | {
      kind: 'end';
      state: 'complete' | 'failed' | 'stalled' | 'deferred' | 'suspect';
      reason?: string;
      notes?: RunNote[];
      resumeAt?: string;
      /** Number of items of a complete read from the beginning. With `unseen` the source may have more. */
      items?: number;
      /** Number of parts that a complete read did not see: ignored errors, skipped partitions. */
      unseen?: number;
      /** The read continued an earlier one: it does not show everything that a read from the beginning shows. */
      continued?: true;
      /** Set if no response of a complete read from the beginning had the list of records; says what was missing. */
      missing?: string;
    };

/** Options for reading a stream. */
export interface ReadOptions {
  /** Cursor of the last `state` event of an earlier run; null for a first read. */
  cursor: Json;
  /** The response to the same request last time, if it may be relied on. */
  previous(requestLine: string): (Validator & { open(): Promise<Payload> }) | undefined;
  signal: AbortSignal;
  /** Maximum duration of the read, ms; a longer wait ends it as `deferred`. */
  budgetMs: number;
  /** The caller extracts each page when it gets it: the connector keeps the parsed page, so that it parses it once. */
  extracts?: boolean;
}

/** One item of a page, in the page's order. `itemIndex` counts every item, also filtered and refused ones. */
export type Extracted =
  | {
      kind: 'record';
      itemIndex: number;
      /** JSON pointer of the item in the page; empty if the page is not JSON. */
      pointer: string;
      data: JsonObject;
      /** The primary key as text: an injective encoding of its typed parts. */
      key: string;
      cursor: string | number | null;
      /** ISO time; null if the record has none. */
      occurredAt: string | null;
      title: string;
    }
  | { kind: 'filtered'; itemIndex: number }
  /** `key`: the primary key, if a refused record has a readable one. */
  | { kind: 'refused'; itemIndex: number; pointer: string; reason: Reason; detail: string; data: Json; key?: string };

/** One stream of a configured source. */
export interface SourceStream {
  readonly source: string;
  readonly name: string;
  readonly settings: StreamSettings;
  /** Hash of the manifest in force. */
  readonly manifest: string;
  /** The JSON schema that the manifest declares for the records, if any; opens no connection. */
  declared?(): Promise<JsonObject | undefined>;
  /** Fetches new records, page by page. Never throws because of a source: the `end` event reports that. */
  read(options: ReadOptions): AsyncGenerator<ReadEvent, void>;
  /**
   * Extracts the items of a stored page, in batches. Depends on the page, its metadata and the manifest alone.
   * @throws UnreadablePageError
   */
  extract(meta: PageMeta, body: Payload): AsyncIterable<readonly Extracted[]>;
  /** Says what a page without items has in place of the list; undefined if the list exists and is empty. @throws UnreadablePageError */
  missing?(meta: PageMeta, body: Payload): Promise<{ text: string; isOdd: boolean } | undefined>;
}

/** A loaded source folder. It has no streams if it has problems. */
export interface Source {
  readonly name: string;
  readonly settings: SourceSettings;
  readonly streams: SourceStream[];
  /** One per problem: `file:line:column path: what is wrong (what to do)`. */
  readonly problems: string[];
  /** Settings without an effect, in the same form. */
  readonly warnings?: string[];
  /** Set if only the source knows some of its streams: whether it was asked before, and the revision of its response. See `prepare`. */
  readonly discovery?: { known: boolean; revision?: string | undefined };
}

/** A manifest that is not installed; `label` names it in problems. */
export interface ManifestText {
  label: string;
  text: string;
}

/** The declared sources. */
export abstract class SourceCatalog {
  abstract list(): Promise<Source[]>;
  /** @param manifest the text to read instead of the folder's own manifest */
  abstract get(name: string, manifest?: ManifestText): Promise<Source | undefined>;
  /** Returns the source ready for a run; asks the source for its streams if only it knows them. Other methods never call the source. */
  prepare(name: string): Promise<Source | undefined> {
    return this.get(name);
  }
}
