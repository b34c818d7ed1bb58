import type { RunDeletions } from '@twl/contracts';
import type { Closing, PageEntry, SourceStream, StoredRun } from '@twl/ports';
import { readRaw } from '../pages/read-raw';
import { deleteMissing, deleteDecided, type DeletionPorts, askAgain } from './delete-missing';
import { UnclearListError } from './find-missing';
import { isListing, hasReliableCounts, areAllApplied } from './deletion-rules';
import { storeDerivedPage, loadRestoredRecords } from './store-derived-page';
import { splitPages, readDerivedPage } from '../pages/derived-page';
import type { EndStep, Settling } from '../runs/end-step';
import { findSupersedingRun } from './find-superseding-run';

/**
 * The last step before a run is closed. Records that a complete snapshot no longer lists are deleted by a derived page, which is applied like
 * every page; a decision of a person is carried out. Calling it again continues from the stored state.
 * @returns the final state of the run; undefined while a derived page still has to be applied
 */
const settleDeletions = async (ports: DeletionPorts, settling: Settling): Promise<Closing | undefined> => {
  const { run, pages, closing } = settling;
  const { fetched, derived } = splitPages(run, pages);
  const [deletions, restorations] = derived;
  const state = run.deletions?.state;
  if (state === 'undoing') return restorations ? withDeletionState(settling, 'undone') : restoreRecords(ports, settling, deletions);
  if (deletions?.status === 'applied' && hasReliableCounts(closing))
    return withDeletionState(settling, 'deleted', await readTotals(ports, deletions));
  if (deletions) return closing;
  const stream = await findStream(ports, run);
  if (state === 'deleting') return deleteDecided(ports, settling, stream);
  if (!isListing(run, stream))
    return run.deletions?.state === 'confirmed' ? askAgain(run.deletions, closing, 'the stream is no snapshot any more') : closing;
  if (!areAllApplied(fetched)) return waitForPages(settling);
  if (!hasReliableCounts(closing)) return closing;
  try {
    return await deleteMissing(ports, settling, stream);
  } catch (error) {
    if (!(error instanceof UnclearListError)) throw error;
    const reason = `the missing records cannot be determined: ${error.message}`;
    return run.deletions ? askAgain(run.deletions, closing, reason) : { ...closing, state: 'suspect', reason };
  }
};

const findStream = async ({ catalog }: DeletionPorts, run: StoredRun): Promise<SourceStream | undefined> =>
  (await catalog.get(run.source))?.streams.find(({ name }) => name === run.stream);

/** The state of a run with parked pages: it is unknown what they list until they are applied. */
const waitForPages = ({ run, closing }: Settling): Closing =>
  run.deletions?.state === 'confirmed'
    ? askAgain(run.deletions, closing, 'pages of the run are set aside')
    : { ...closing, deletions: { state: 'waiting', missing: 0, of: 0 } };

/**
 * Recomputes the deletions of a closed run. A parked page of deletions may have been applied since. A run that waits for a person keeps its
 * state.
 */
const recheckDeletions = async (ports: DeletionPorts, settling: Settling): Promise<Closing> => {
  const { run, pages, closing } = settling;
  const [deletions] = splitPages(run, pages).derived;
  const state = run.deletions?.state;
  const isDone = state === 'deleted' || state === 'undone';
  if (deletions?.status === 'applied' && !isDone && hasReliableCounts(closing))
    return withDeletionState(settling, 'deleted', await readTotals(ports, deletions));
  if (state !== 'pending' || !hasReliableCounts(closing)) return closing;
  return { ...closing, state: run.state, ...(run.reason === undefined ? {} : { reason: run.reason }) };
};

/**
 * Reopens a closed run that could not look for missing records because of parked pages, if all its pages are applied now and no later run has
 * read the stream. @returns whether the run has to be settled again
 */
const resumeDeletions = async (ports: DeletionPorts, { run, pages }: Omit<Settling, 'closing'>): Promise<boolean> => {
  if (run.deletions?.state !== 'waiting' || !areAllApplied(splitPages(run, pages).fetched)) return false;
  if (!isListing(run, await findStream(ports, run)) || (await findSupersedingRun(ports.runs, run))) return false;
  return ports.runDecisions.reopen(run.id, { from: 'waiting', deletions: { ...run.deletions, at: ports.clock.iso() } });
};

/**
 * Stores a page that restores the records that are still deleted, even if there are none: another worker may be about to store one, and the
 * first one stored counts.
 */
const restoreRecords = async (ports: DeletionPorts, settling: Settling, deletions: PageEntry | undefined): Promise<Closing | undefined> => {
  const { run } = settling;
  if (!deletions) return withDeletionState(settling, 'undone');
  const { meta, content } = await openDerivedPage(ports, deletions);
  const records = await loadRestoredRecords(ports, deletions, content.records);
  const at = { pageIndex: deletions.pageIndex + 1, fetchedAt: run.deletions?.at ?? ports.clock.iso(), manifest: meta.manifest };
  await storeDerivedPage(ports, run, { content: { v: 1, kind: 'restorations', records }, ...at });
  return undefined;
};

const openDerivedPage = async ({ raw }: DeletionPorts, page: PageEntry) => {
  const { meta, body } = await readRaw(raw, page);
  return { meta, content: await readDerivedPage(body).finally(() => body.dispose()) };
};

/** Reads the totals of a stored page of deletions. */
const readTotals = async (ports: DeletionPorts, page: PageEntry): Promise<Pick<RunDeletions, 'missing' | 'of'>> => {
  const { content } = await openDerivedPage(ports, page);
  return { missing: content.records.length, of: content.kind === 'deletions' ? content.of : 0 };
};

const withDeletionState = (
  { run, closing }: Settling,
  state: RunDeletions['state'],
  sums?: Pick<RunDeletions, 'missing' | 'of'>,
): Closing => ({
  ...closing,
  deletions: { missing: 0, of: 0, ...run.deletions, ...sums, state },
});

/** Deletes what a complete snapshot does not list any more, and undoes it on request. */
export const deletionStep: EndStep = { beforeClose: settleDeletions, beforeAmend: recheckDeletions, reopen: resumeDeletions };
