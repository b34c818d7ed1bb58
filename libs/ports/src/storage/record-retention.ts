/** A bounded step of removing earlier versions of a stream. */
export interface Expiry {
  source: string;
  stream: string;
  /** ISO time: removes versions that were replaced before it (by the `at` of the next one); keeps the current one. */
  before: string;
  /** End of the previous step, in the store's own order of records. */
  after?: string;
  /** Maximum number of records that are scanned. */
  limit: number;
}

/** Removes expired versions and abandoned generations. */
export abstract class RecordRetention {
  /**
   * Removes expired versions, the oldest of a record first, and never one after a version that stays. Revisions do not change. `next` is null
   * at the end of the stream.
   */
  abstract expireVersions(expiry: Expiry): Promise<{ removed: number; next: string | null }>;
  /**
   * Removes items of generations that are neither shown nor built any more, at most `limit`; returns their number. A store without such
   * items does nothing.
   */
  abstract removeAbandoned(source: string, stream: string, limit: number): Promise<number>;
}
