import { deletableShare, type RunDeletions } from '@twl/contracts';
import type { Closing, SourceStream, StoredRun } from '@twl/ports';
import type { Gone } from './find-gone';

/** Whether what a run lists is all that its source has: then what is missing is gone. Anything short of that deletes nothing. */
export const isSnapshot = (run: StoredRun, closing: Closing, stream: SourceStream | undefined): stream is SourceStream =>
  stream !== undefined &&
  deletableShare(stream.settings.deletions) !== undefined &&
  closing.state === 'succeeded' &&
  run.end?.state === 'complete' &&
  !run.end.resumed &&
  run.pages > 0 &&
  (run.trigger === 'schedule' || run.trigger === 'manual');

/** How much is gone, of what was there before the run. */
export const sumsOf = ({ keys, shown }: Gone, closing: Closing): Pick<RunDeletions, 'gone' | 'of'> => ({
  gone: keys.length,
  of: Math.max(shown - closing.counts.new, keys.length),
});

/** Why a person has to be asked before so much is deleted; undefined when nobody has. */
export const doubtOf = (found: Gone, { gone, of }: Pick<RunDeletions, 'gone' | 'of'>, stream: SourceStream): string | undefined => {
  const share = deletableShare(stream.settings.deletions) ?? 0;
  const would = `${gone} of ${of} records would be deleted`;
  if (found.listed === 0) return `the source listed no record: ${would}`;
  if (gone === of) return `no record that was there before is listed any more: ${would}`;
  if (gone > share * of) return `${would}, more than the ${Math.round(share * 1000) / 10} % that may be without asking`;
  if (found.restored > 0) return `${would}, ${found.restored} of them brought back by hand before`;
  return undefined;
};
