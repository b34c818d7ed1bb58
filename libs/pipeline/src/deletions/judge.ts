import { deletableShare, type RunDeletions, type RunNote } from '@twl/contracts';
import type { Closing, PageEntry, SourceStream, StoredRun } from '@twl/ports';
import type { Gone } from './find-gone';

/** Whether a run asked its source for all that it has. Anything short of that deletes nothing. */
export const isListing = (run: StoredRun, stream: SourceStream | undefined): stream is SourceStream =>
  stream !== undefined &&
  deletableShare(stream.settings.deletions) !== undefined &&
  run.end?.state === 'complete' &&
  !run.end.resumed &&
  run.pages > 0 &&
  (run.trigger === 'schedule' || run.trigger === 'manual');

/** Whether every page is in the store: what a page lists that was set aside nobody knows. */
export const isWhole = (fetched: readonly PageEntry[]): boolean => fetched.every(({ status }) => status === 'applied');

/** Whether the books of a run balance, and all it may lack are records that were refused. */
export const isTold = ({ state }: Closing): boolean => state === 'succeeded' || state === 'partial';

/** How much is gone, of what was there before the run. */
export const sumsOf = ({ keys, shown }: Gone, closing: Closing): Pick<RunDeletions, 'gone' | 'of'> => ({
  gone: keys.length,
  of: Math.max(shown - closing.counts.new, keys.length),
});

/** What a run may have listed without its showing: records that were refused, and parts of the source that were not seen. */
export interface NotSeen {
  refused: number;
  unseen: number;
  /** What of the source was not seen, in words. */
  notes: readonly RunNote[];
}

/** Why a person has to be asked before so much is deleted; undefined when nobody has. */
export const doubtOf = (
  found: Gone,
  { gone, of, refused, unseen, notes }: Pick<RunDeletions, 'gone' | 'of'> & NotSeen,
  stream: SourceStream,
): string | undefined => {
  const share = deletableShare(stream.settings.deletions) ?? 0;
  const would = `${gone} of ${of} records would be deleted`;
  if (found.listed === 0) return `the source listed no record: ${would}`;
  if (gone === of) return `no record that was there before is listed any more: ${would}`;
  if (gone > share * of) return `${would}, more than the ${Math.round(share * 1000) / 10} % that may be without asking`;
  if (refused > 0) return `${would}, but ${refused} records that the source listed were refused, and may be some of them`;
  if (unseen > 0) return `${would}, but the run did not see everything${why(notes)}`;
  if (found.restored > 0) return `${would}, ${found.restored} of them brought back by hand before`;
  return undefined;
};

const why = ([first]: readonly RunNote[]): string => (first ? ` (${first.detail})` : '');
