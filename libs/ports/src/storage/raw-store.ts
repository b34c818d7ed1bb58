import type { PageMeta } from '@twl/contracts';
import type { Payload } from '../payload';

/** One raw object without its body. */
export interface RawEntry {
  key: string;
  meta: PageMeta;
}

/** Filter of a listing. Days are UTC, `YYYY-MM-DD`, both inclusive. */
export interface RawFilter {
  source: string;
  stream?: string;
  fromDay?: string;
  toDay?: string;
}

/** The raw store: every page as it came, written once, with its metadata. */
export abstract class RawStore {
  /**
   * Stores a page under a new key. Returns `existed` if the key has the same content already, so that a put can be repeated.
   * @throws RawConflictError if the key has other content
   */
  abstract put(key: string, meta: PageMeta, body: Payload): Promise<'stored' | 'existed'>;
  /** Opens a page; undefined if there is none. Does not compare the content with `meta.sha256`: the reader does. */
  abstract get(key: string): Promise<{ meta: PageMeta; body: Payload } | undefined>;
  /** Lists objects by key, which is the order of arrival within a stream. */
  abstract list(filter: RawFilter): AsyncIterable<RawEntry>;
  /** Removes an object whose retention is over; a missing one is no error. */
  abstract remove(key: string): Promise<void>;
}
