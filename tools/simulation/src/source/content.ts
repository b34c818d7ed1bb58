/** One record as a source shows it. `bad` ones are refused by the first manifest and taken by the second. */
export interface SourceItem {
  id: number;
  value: string;
  /** The record's own time, in streams that have a cursor. */
  at?: number;
  bad?: boolean;
  /** Left out by the manifest's filter. */
  hidden?: boolean;
}

/** A page of items, or one that is not JSON. */
export type SourcePage = SourceItem[] | 'broken';

/** What a source shows from one change to the next: its pages. */
export interface Round {
  pages: SourcePage[];
  /** The page that the source refuses, with an error that is ignored, in a stream whose runs list everything. */
  unseen?: number;
}

/** One stream with its whole history: each complete read sees the next round, and the last one for ever. */
export interface StreamPlan {
  source: string;
  hasCursor: boolean;
  /** Whether a later run goes on where an earlier one stopped, by the saved state, rather than from the start. */
  resumes: boolean;
  /**
   * Set for a stream without a cursor whose reads keep their place. By number of the read: before which page it is deferred; null where it is
   * not.
   */
  pauses?: (number | null)[];
  /** Whether its bad records are refused by its contract, for a type that flips, rather than by the manifest. */
  isWatched?: boolean;
  /** Whether each of its runs lists everything, so that what one no longer lists is gone. */
  deletes?: boolean;
  rounds: Round[];
}

/** The share of such a stream's records that may be gone without asking. */
export const deletableShare = 0.5;

/** The name of the one stream that every simulated source has. */
export const streamName = 'items';

export const bodyOf = (page: SourcePage): string => (page === 'broken' ? '<html>maintenance</html>' : JSON.stringify({ items: page }));
