import type { Json, JsonObject, PageMeta, Reason, RunNote, SourceSettings, StreamSettings } from '@twl/contracts';
import type { Payload } from './payload';
import type { Validator } from './runs/stream-state-store';

/** One answer of a source, not yet read by anyone. What it lacks of a `PageMeta` is the run's. */
export interface FetchedPage extends Pick<
  PageMeta,
  'partition' | 'interval' | 'fetchedAt' | 'request' | 'status' | 'headers' | 'contentType'
> {
  body: Payload;
  /** Names the request among those of the stream, secrets taken out: the key of its validator. */
  requestLine: string;
  /** The source said, or the content shows, that this is what `previous` gave. */
  same: boolean;
}

/** What happens while a stream is read, in order. */
export type ReadEvent =
  /**
   * The consumer stores the page before it asks for the next event. Meanwhile the engine may ask the source for the page after it; no event
   * that follows from a page, be it a page, a state or the end, is told before the page is stored.
   */
  | { kind: 'page'; page: FetchedPage }
  /** All that this state covers has been handed over. */
  | { kind: 'state'; cursor: Json }
  /** The engine will wait: a rate limit or a failing source. */
  | { kind: 'wait'; ms: number; reason: string }
  /** Always the last one. */
  | {
      kind: 'end';
      state: 'complete' | 'failed' | 'stalled' | 'deferred' | 'suspect';
      reason?: string;
      notes?: RunNote[];
      resumeAt?: string;
      /** Of a complete read from the beginning: how many items came. With `unseen` the source may have more. */
      items?: number;
      /** How many parts of what the source has were not seen, though the read is complete: ignored errors, skipped partitions. */
      unseen?: number;
      /** It went on from the middle of an earlier read: alone it does not show all that one from the beginning would. */
      continued?: true;
      /** Of a complete read from the beginning: no answer had the list of records. In words; odd where there were records before. */
      missing?: string;
    };

/** What the engine is given to read a stream. */
export interface ReadOptions {
  /** What an earlier run's last `state` event said; null for a first read. */
  cursor: Json;
  /** What the same request brought last time, if that may be relied on. */
  previous(requestLine: string): (Validator & { open(): Promise<Payload> }) | undefined;
  signal: AbortSignal;
  /** How long the read may take at most, ms; a longer wait ends it as `deferred`. */
  budgetMs: number;
  /** The caller extracts each page as it comes: what reading finds in a page is kept for that, so that it is parsed once. */
  extracts?: boolean;
}

/** One item of a page, in the page's order. `index` counts every item, whatever becomes of it. */
export type Extracted =
  | {
      kind: 'record';
      itemIndex: number;
      /** JSON pointer of the item in the page; empty where the page is not JSON. */
      pointer: string;
      data: JsonObject;
      /** The primary key as text: an injective encoding of its typed parts. */
      key: string;
      cursor: string | number | null;
      /** ISO time, or null where the record has none. */
      occurredAt: string | null;
      title: string;
    }
  | { kind: 'filtered'; itemIndex: number }
  /** `key`: its primary key, where it can be read though the record is refused. */
  | { kind: 'refused'; itemIndex: number; pointer: string; reason: Reason; detail: string; data: Json; key?: string };

/** One stream of a configured source. */
export interface SourceStream {
  readonly source: string;
  readonly name: string;
  readonly settings: StreamSettings;
  /** Hash of the manifest in force. */
  readonly manifest: string;
  /** The JSON schema that the manifest itself declares for the records, where it does; opens no connection. */
  declared?(): Promise<JsonObject | undefined>;
  /** Fetches what is new, page by page. Never throws for what a source does: that is in the `end` event. */
  read(options: ReadOptions): AsyncGenerator<ReadEvent, void>;
  /**
   * Takes the items out of a stored page, as many at a time as come together. Depends on the page, its metadata and the manifest alone.
   * @throws UnreadablePageError
   */
  extract(meta: PageMeta, body: Payload): AsyncIterable<readonly Extracted[]>;
  /** Of a page without items: what it has in place of the list, in words; undefined where the list is there and empty. @throws UnreadablePageError */
  missing?(meta: PageMeta, body: Payload): Promise<{ text: string; isOdd: boolean } | undefined>;
}

/** A source folder as loaded. With problems it has no streams. */
export interface Source {
  readonly name: string;
  readonly settings: SourceSettings;
  readonly streams: SourceStream[];
  /** One per problem: `file:line:column path: what is wrong (what to do)`. */
  readonly problems: string[];
  /** In the same form: what is written without having an effect. */
  readonly warnings?: string[];
  /** Set where streams are there that only the source itself knows: whether it was asked for them before, and what it said then. See `prepare`. */
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
  /** @param manifest the text to read in place of the folder's own manifest */
  abstract get(name: string, manifest?: ManifestText): Promise<Source | undefined>;
  /** The source as it is to be run now: where only the source itself knows its streams, it is asked. Nothing else here calls it. */
  prepare(name: string): Promise<Source | undefined> {
    return this.get(name);
  }
}
