import type { Closing, PageEntry, RecordReader, RunStore, SourceCatalog, SourceStream, StoredRun } from '@twl/ports';
import { findGone, UnclearListError } from './find-gone';
import { doubtOf, isListing, sumsOf } from './judge';
import { goneRecords, keepLatePage, type LatePagePorts } from './keep-late-page';
import { partPages, type LateContent } from './late-page';
import { supersededBy } from './superseded';

/** What dealing with the deletions of a run needs. */
export interface DeletionPorts extends LatePagePorts {
  reader: RecordReader;
  catalog: SourceCatalog;
  runs: RunStore;
}

/** A run whose fetched pages are all dealt with, and what it comes to without deletions. */
export interface Settling {
  run: StoredRun;
  pages: readonly PageEntry[];
  closing: Closing;
}

/** Of a page that says nothing is gone, for its source has no manifest any more. */
const noManifest = '';

/**
 * Looks for what is gone, and makes a page of it, or asks a person.
 * @returns what the run comes to; undefined when a page is made of it
 * @throws UnclearListError
 */
export const deleteGone = async (
  ports: DeletionPorts,
  { run, pages, closing }: Settling,
  stream: SourceStream,
): Promise<Closing | undefined> => {
  const isConfirmed = run.deletions?.state === 'confirmed';
  const isLate = run.deletions !== undefined;
  const newer = isLate ? await supersededBy(ports.runs, run) : undefined;
  if (newer) return isConfirmed ? pending(run, closing, `run ${newer.id} has read the stream since`) : closing;
  const { fetched } = partPages(run, pages);
  const refused = closing.counts.quarantined;
  const found = await findGone(ports, { stream, pages: fetched, refused });
  const sums = sumsOf(found, closing);
  if (sums.gone === 0) return isLate ? { ...closing, deletions: { ...run.deletions!, ...sums, state: 'deleted' } } : closing;
  const doubt = isConfirmed ? undefined : doubtOf(found, { ...sums, refused }, stream);
  if (doubt !== undefined) return { ...closing, state: 'suspect', reason: doubt, deletions: { state: 'pending', ...sums } };
  // From here on nobody closes the run without the page that is made now: what is in the raw zone counts when it is applied anew.
  const decided = { ...run.deletions, ...sums, state: 'deleting' } as const;
  if (!(await ports.runs.decide(run.id, { from: run.deletions ?? null, deletions: decided }))) return undefined;
  return keepDeletions(ports, { run, fetched, of: sums.of, stream, keys: found.keys });
};

/**
 * Makes the page of deletions that another worker decided on, and died over or is still about to make: it is made in any case, and of two the
 * first one stored counts. It says that nothing is gone where that cannot be told any more, or where more is gone by now than may be without asking.
 */
export const deleteDecided = async (ports: DeletionPorts, settling: Settling, stream: SourceStream | undefined): Promise<undefined> => {
  const { run, pages, closing } = settling;
  const { fetched } = partPages(run, pages);
  const { keys, of } = await clearlyGone(ports, { run, fetched, closing, stream });
  return keepDeletions(ports, { run, fetched, of, stream, keys });
};

const clearlyGone = async (
  ports: DeletionPorts,
  { run, fetched, closing, stream }: { run: StoredRun; fetched: PageEntry[]; closing: Closing; stream: SourceStream | undefined },
): Promise<{ keys: string[]; of: number }> => {
  const none = { keys: [], of: run.deletions!.of };
  if (!isListing(run, stream)) return none;
  const refused = closing.counts.quarantined;
  try {
    const found = await findGone(ports, { stream, pages: fetched, refused });
    const sums = sumsOf(found, closing);
    const isClear = sums.gone <= run.deletions!.gone || doubtOf(found, { ...sums, refused }, stream) === undefined;
    return isClear ? { keys: found.keys, of: sums.of } : none;
  } catch (error) {
    if (!(error instanceof UnclearListError)) throw error;
    return none;
  }
};

/** What a page of deletions is made of. */
interface Deletable {
  run: StoredRun;
  fetched: readonly PageEntry[];
  stream: SourceStream | undefined;
  keys: readonly string[];
  /** Records that the stream had before. */
  of: number;
}

const keepDeletions = async (ports: DeletionPorts, { run, fetched, stream, keys, of }: Deletable): Promise<undefined> => {
  const records = await goneRecords(ports, run, keys);
  const content: LateContent = { v: 1, kind: 'deletions', of, records };
  const last = fetched.reduce(
    (newest, { fetchedAt }) => (Date.parse(fetchedAt) > Date.parse(newest) ? fetchedAt : newest),
    fetched[0]!.fetchedAt,
  );
  const at = { index: run.pages, fetchedAt: run.deletions?.at ?? last, manifest: stream?.manifest ?? noManifest };
  await keepLatePage(ports, run, { content, ...at });
};

/** A confirmation that could not be carried out: the run is as it was before it. */
export const pending = ({ deletions }: StoredRun, closing: Closing, why: string): Closing => ({
  ...closing,
  state: 'suspect',
  reason: `${deletions!.gone} of ${deletions!.of} records were not deleted: ${why}`,
  deletions: { ...deletions!, state: 'pending' },
});
