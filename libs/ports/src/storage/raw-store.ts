import type { PageMeta } from '@twl/contracts';
import type { Payload } from '../payload';

/** One raw object without its body. */
export interface RawEntry {
  key: string;
  meta: PageMeta;
}

/** What narrows a listing. Days are UTC, `YYYY-MM-DD`, both included. */
export interface RawFilter {
  source: string;
  stream?: string;
  fromDay?: string;
  toDay?: string;
}

/** The raw zone: every answer page as it came, write-once and self-describing. */
export abstract class RawStore {
  /**
   * Keeps a page under a key nobody used. The same content at the same key is a success (`existed`), so a put can be repeated.
   * @throws RawConflictError when the key holds another content
   */
  abstract put(key: string, meta: PageMeta, body: Payload): Promise<'stored' | 'existed'>;
  /** Opens a page; undefined when there is none. The content is not checked against `meta.sha256`: the reader does that. */
  abstract get(key: string): Promise<{ meta: PageMeta; body: Payload } | undefined>;
  /** The objects in order of their keys, which is the order of arrival within a stream. */
  abstract list(filter: RawFilter): AsyncIterable<RawEntry>;
  /** Removes an object for retention; a missing one is no error. */
  abstract remove(key: string): Promise<void>;
}
