import type { RunDeletions } from '@twl/contracts';
import type { Closing, PageEntry, SourceStream, StoredRun } from '@twl/ports';
import { readRaw } from '../pages/read-raw';
import { deleteGone, deleteDecided, type DeletionPorts, pending } from './delete-gone';
import { UnclearListError } from './find-gone';
import { isListing, isTold, isWhole } from './judge';
import { keepLatePage, restoredRecords } from './keep-late-page';
import { partPages, readLatePage } from '../pages/late-page';
import type { EndStep, Settling } from '../runs/end-step';
import { supersededBy } from './superseded';

/**
 * The last step of a run before it is closed: what a complete snapshot no longer lists is deleted by a page of its own, which goes the way
 * of every page; and what a person decided about it is done. Whoever does it again goes on where it stands.
 * @returns what the run comes to; undefined while a page that was made of it is still to be applied
 */
const settleDeletions = async (ports: DeletionPorts, settling: Settling): Promise<Closing | undefined> => {
  const { run, pages, closing } = settling;
  const { fetched, late } = partPages(run, pages);
  const [deletions, restorations] = late;
  const state = run.deletions?.state;
  if (state === 'undoing') return restorations ? withState(settling, 'undone') : restore(ports, settling, deletions);
  if (deletions?.status === 'applied' && isTold(closing)) return withState(settling, 'deleted', await said(ports, deletions));
  if (deletions) return closing;
  const stream = await streamOf(ports, run);
  if (state === 'deleting') return deleteDecided(ports, settling, stream);
  if (!isListing(run, stream))
    return run.deletions?.state === 'confirmed' ? pending(run.deletions, closing, 'the stream is no snapshot any more') : closing;
  if (!isWhole(fetched)) return waiting(settling);
  if (!isTold(closing)) return closing;
  try {
    return await deleteGone(ports, settling, stream);
  } catch (error) {
    if (!(error instanceof UnclearListError)) throw error;
    const reason = `what is gone cannot be told: ${error.message}`;
    return run.deletions ? pending(run.deletions, closing, reason) : { ...closing, state: 'suspect', reason };
  }
};

const streamOf = async ({ catalog }: DeletionPorts, run: StoredRun): Promise<SourceStream | undefined> =>
  (await catalog.get(run.source))?.streams.find(({ name }) => name === run.stream);

/** Until the pages that were set aside are brought back, nobody knows what they list. */
const waiting = ({ run, closing }: Settling): Closing =>
  run.deletions?.state === 'confirmed'
    ? pending(run.deletions, closing, 'pages of the run are set aside')
    : { ...closing, deletions: { state: 'waiting', gone: 0, of: 0 } };

/**
 * What a run that is closed says of deletions, when its books are looked at again: a page of deletions that was set aside may have been
 * brought back, and a run that waits for a person stays as it asked.
 */
const standingDeletions = async (ports: DeletionPorts, settling: Settling): Promise<Closing> => {
  const { run, pages, closing } = settling;
  const [deletions] = partPages(run, pages).late;
  const state = run.deletions?.state;
  const isDone = state === 'deleted' || state === 'undone';
  if (deletions?.status === 'applied' && !isDone && isTold(closing)) return withState(settling, 'deleted', await said(ports, deletions));
  if (state !== 'pending' || !isTold(closing)) return closing;
  return { ...closing, state: run.state, ...(run.reason === undefined ? {} : { reason: run.reason }) };
};

/**
 * Takes up again a closed run that could not look for what is gone, once every page of it is applied after all and no later run has read
 * the stream. @returns whether it is to be settled now
 */
const resumeDeletions = async (ports: DeletionPorts, { run, pages }: Omit<Settling, 'closing'>): Promise<boolean> => {
  if (run.deletions?.state !== 'waiting' || !isWhole(partPages(run, pages).fetched)) return false;
  if (!isListing(run, await streamOf(ports, run)) || (await supersededBy(ports.runs, run))) return false;
  return ports.runDecisions.reopen(run.id, { from: 'waiting', deletions: { ...run.deletions, at: ports.clock.iso() } });
};

/**
 * Makes a page that brings back what is still deleted, even where nothing is: another worker may be about to make one, and of two the first one
 * stored counts.
 */
const restore = async (ports: DeletionPorts, settling: Settling, deletions: PageEntry | undefined): Promise<Closing | undefined> => {
  const { run } = settling;
  if (!deletions) return withState(settling, 'undone');
  const { meta, content } = await openLatePage(ports, deletions);
  const records = await restoredRecords(ports, deletions, content.records);
  const at = { pageIndex: deletions.pageIndex + 1, fetchedAt: run.deletions?.at ?? ports.clock.iso(), manifest: meta.manifest };
  await keepLatePage(ports, run, { content: { v: 1, kind: 'restorations', records }, ...at });
  return undefined;
};

const openLatePage = async ({ raw }: DeletionPorts, page: PageEntry) => {
  const { meta, body } = await readRaw(raw, page);
  return { meta, content: await readLatePage(body).finally(() => body.dispose()) };
};

/** How much the page of deletions says is gone. */
const said = async (ports: DeletionPorts, page: PageEntry): Promise<Pick<RunDeletions, 'gone' | 'of'>> => {
  const { content } = await openLatePage(ports, page);
  return { gone: content.records.length, of: content.kind === 'deletions' ? content.of : 0 };
};

const withState = ({ run, closing }: Settling, state: RunDeletions['state'], sums?: Pick<RunDeletions, 'gone' | 'of'>): Closing => ({
  ...closing,
  deletions: { gone: 0, of: 0, ...run.deletions, ...sums, state },
});

/** Deletes what a complete snapshot does not list any more, and undoes it on request. */
export const deletionStep: EndStep = { beforeClose: settleDeletions, beforeAmend: standingDeletions, reopen: resumeDeletions };
