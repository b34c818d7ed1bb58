import { deletableShare, type RunDeletions, type RunNote } from '@twl/contracts';
import type { Closing, PageEntry, SourceStream, StoredRun } from '@twl/ports';
import type { MissingRecords } from './find-missing';

/** Whether a run read everything that its source has. Any other run deletes nothing. */
export const isListing = (run: StoredRun, stream: SourceStream | undefined): stream is SourceStream =>
  stream !== undefined &&
  deletableShare(stream.settings.deletions) !== undefined &&
  run.end?.state === 'complete' &&
  !run.end.resumed &&
  run.pages > 0 &&
  (run.trigger === 'schedule' || run.trigger === 'manual');

/** Whether every page is applied. It is unknown what a parked page lists. */
export const areAllApplied = (fetched: readonly PageEntry[]): boolean => fetched.every(({ status }) => status === 'applied');

/** Whether the counts of a run balance, and nothing is missing except refused records. */
export const hasReliableCounts = ({ state }: Closing): boolean => state === 'succeeded' || state === 'partial';

/** The number of missing records, and the number of records before the run. */
export const totalsOf = ({ keys, shown }: MissingRecords, closing: Closing): Pick<RunDeletions, 'missing' | 'of'> => ({
  missing: keys.length,
  of: Math.max(shown - closing.counts.new, keys.length),
});

/** What a run could not observe: refused records, and parts of the source that it could not read. */
export interface Unobserved {
  refused: number;
  unseen: number;
  /** Describe the parts of the source that were not read. */
  notes: readonly RunNote[];
}

/** The reason to ask a person before the missing records are deleted; undefined if they may be deleted without asking. */
export const reasonToAsk = (
  found: MissingRecords,
  { missing, of, refused, unseen, notes }: Pick<RunDeletions, 'missing' | 'of'> & Unobserved,
  stream: SourceStream,
): string | undefined => {
  const share = deletableShare(stream.settings.deletions) ?? 0;
  const would = `${missing} of ${of} records would be deleted`;
  if (found.listed === 0) return `the source listed no record: ${would}`;
  if (missing === of) return `no record that was there before is listed any more: ${would}`;
  if (missing > share * of) return `${would}, more than the ${Math.round(share * 1000) / 10} % that may be without asking`;
  if (refused > 0) return `${would}, but ${refused} records that the source listed were refused, and may be some of them`;
  if (unseen > 0) return `${would}, but the run did not see everything${describeFirstNote(notes)}`;
  if (found.restored > 0) return `${would}, ${found.restored} of them brought back by hand before`;
  return undefined;
};

const describeFirstNote = ([first]: readonly RunNote[]): string => (first ? ` (${first.detail})` : '');
