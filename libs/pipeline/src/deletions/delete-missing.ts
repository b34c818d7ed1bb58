import type { RunDeletions } from '@twl/contracts';
import {
  requireValue,
  type Closing,
  type RecordReader,
  type RunDecisions,
  type RunStore,
  type SourceCatalog,
  type SourceStream,
} from '@twl/ports';
import { findMissing, UnclearListError } from './find-missing';
import { reasonToAsk, isListing, totalsOf } from './deletion-rules';
import { loadDeletedRecords, storeDerivedPage, type DerivedPagePorts } from './store-derived-page';
import { splitPages, type DerivedContent } from '../pages/derived-page';
import type { Settling } from '../runs/end-step';
import { findSupersedingRun } from './find-superseding-run';

/** Ports for finding and applying the deletions of a run. */
export interface DeletionPorts extends DerivedPagePorts {
  reader: RecordReader;
  catalog: SourceCatalog;
  runs: RunStore;
  runDecisions: RunDecisions;
}

/** Manifest of an empty page of deletions whose source is no longer declared. */
const noManifest = '';

/**
 * Finds the records that a complete run does not list. Stores a page that deletes them, or leaves the decision to a person.
 * @returns the final state of the run; undefined if a page of deletions still has to be applied
 * @throws UnclearListError
 */
export const deleteMissing = async (
  ports: DeletionPorts,
  { run, pages, closing }: Settling,
  stream: SourceStream,
): Promise<Closing | undefined> => {
  const { deletions: known } = run;
  const isConfirmed = known?.state === 'confirmed';
  const newer = known && (await findSupersedingRun(ports.runs, run));
  if (newer) return isConfirmed ? askAgain(known, closing, `run ${newer.id} has read the stream since`) : closing;
  const { keys, sums, doubt } = await compareWithShown(ports, { run, pages, closing }, stream);
  if (sums.missing === 0) return known ? { ...closing, deletions: { ...known, ...sums, state: 'deleted' } } : closing;
  if (doubt !== undefined && !isConfirmed) return { ...closing, state: 'suspect', reason: doubt, deletions: { state: 'pending', ...sums } };
  // After this decision the run cannot be closed without the page of deletions, because a replay applies what is in the raw store.
  const decided = { ...known, ...sums, state: 'deleting' } as const;
  if (!(await ports.runDecisions.decide(run.id, { from: known ?? null, deletions: decided }))) return undefined;
  return storeDeletions(ports, { run, pages, of: sums.of, stream, keys });
};

/**
 * Stores the page of deletions that another worker decided on and may not have stored. The page is made in any case; if two workers make one, the
 * first one stored counts. It is empty if the missing records can no longer be determined, or if they are now too many to delete without asking.
 */
export const deleteDecided = async (ports: DeletionPorts, settling: Settling, stream: SourceStream | undefined): Promise<undefined> => {
  const { run, pages } = settling;
  return storeDeletions(ports, { run, pages, stream, ...(await findReliablyMissing(ports, settling, stream)) });
};

const findReliablyMissing = async (
  ports: DeletionPorts,
  settling: Settling,
  stream: SourceStream | undefined,
): Promise<{ keys: string[]; of: number }> => {
  const decided = requireValue(settling.run.deletions, 'decision on deletions');
  const none = { keys: [], of: decided.of };
  if (!isListing(settling.run, stream)) return none;
  try {
    const { keys, sums, doubt } = await compareWithShown(ports, settling, stream);
    return sums.missing <= decided.missing || doubt === undefined ? { keys, of: sums.of } : none;
  } catch (error) {
    if (!(error instanceof UnclearListError)) throw error;
    return none;
  }
};

/** Finds what a run did not list, and the reason to ask a person, if there is one. @throws UnclearListError */
const compareWithShown = async (ports: DeletionPorts, { run, pages, closing }: Settling, stream: SourceStream) => {
  const refused = closing.counts.quarantined;
  const found = await findMissing(ports, { stream, pages: splitPages(run, pages).fetched, refused });
  const sums = totalsOf(found, closing);
  const { unseen = 0, notes = [] } = run.end ?? {};
  return { keys: found.keys, sums, doubt: reasonToAsk(found, { ...sums, refused, unseen, notes }, stream) };
};

/** Content of a page of deletions. */
interface DeletionPage extends Pick<Settling, 'run' | 'pages'> {
  stream: SourceStream | undefined;
  keys: readonly string[];
  /** Number of records that the stream had before. */
  of: number;
}

const storeDeletions = async (ports: DeletionPorts, { run, pages, stream, keys, of }: DeletionPage): Promise<undefined> => {
  const { fetched } = splitPages(run, pages);
  const records = await loadDeletedRecords(ports, run, keys);
  const content: DerivedContent = { v: 1, kind: 'deletions', of, records };
  const times = fetched.map(({ fetchedAt }) => fetchedAt);
  const last = times.reduce((newest, time) => (Date.parse(time) > Date.parse(newest) ? time : newest));
  const at = { pageIndex: run.pages, fetchedAt: run.deletions?.at ?? last, manifest: stream?.manifest ?? noManifest };
  await storeDerivedPage(ports, run, { content, ...at });
};

/** The state of a run whose confirmed deletions could not be applied: it asks again. */
export const askAgain = (deletions: RunDeletions, closing: Closing, why: string): Closing => ({
  ...closing,
  state: 'suspect',
  reason: `${deletions.missing} of ${deletions.of} records were not deleted: ${why}`,
  deletions: { ...deletions, state: 'pending' },
});
