/** A bounded step of removing earlier versions of a stream's records. */
export interface Expiry {
  source: string;
  stream: string;
  /** ISO time: versions that the next one replaced before it (by its `at`) go; the current one stays. */
  before: string;
  /** Where the step before ended: records in the store's own order. */
  after?: string;
  /** Records looked at, at most. */
  limit: number;
}

/** Removes what nobody reads any more. */
export abstract class RecordRetention {
  /**
   * Removes versions that are over, the oldest of a record first and none before an older one that stays. Revisions do not change. `next` is
   * null at the end of the stream.
   */
  abstract expireVersions(expiry: Expiry): Promise<{ removed: number; next: string | null }>;
  /**
   * Removes what is left of generations that nobody shows, and nobody builds any more, so many items at most; gives how many. A store that leaves
   * nothing behind has nothing to do.
   */
  abstract removeAbandoned(source: string, stream: string, limit: number): Promise<number>;
}
