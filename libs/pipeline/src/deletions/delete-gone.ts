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
import { findGone, UnclearListError } from './find-gone';
import { doubtOf, isListing, sumsOf } from './judge';
import { goneRecords, keepLatePage, type LatePagePorts } from './keep-late-page';
import { partPages, type LateContent } from '../pages/late-page';
import type { Settling } from '../runs/end-step';
import { supersededBy } from './superseded';

/** What dealing with the deletions of a run needs. */
export interface DeletionPorts extends LatePagePorts {
  reader: RecordReader;
  catalog: SourceCatalog;
  runs: RunStore;
  runDecisions: RunDecisions;
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
  const { deletions: known } = run;
  const isConfirmed = known?.state === 'confirmed';
  const newer = known && (await supersededBy(ports.runs, run));
  if (newer) return isConfirmed ? pending(known, closing, `run ${newer.id} has read the stream since`) : closing;
  const { keys, sums, doubt } = await compare(ports, { run, pages, closing }, stream);
  if (sums.gone === 0) return known ? { ...closing, deletions: { ...known, ...sums, state: 'deleted' } } : closing;
  if (doubt !== undefined && !isConfirmed) return { ...closing, state: 'suspect', reason: doubt, deletions: { state: 'pending', ...sums } };
  // From here on nobody closes the run without the page that is made now: what is in the raw zone counts when it is applied anew.
  const decided = { ...known, ...sums, state: 'deleting' } as const;
  if (!(await ports.runDecisions.decide(run.id, { from: known ?? null, deletions: decided }))) return undefined;
  return keepDeletions(ports, { run, pages, of: sums.of, stream, keys });
};

/**
 * Makes the page of deletions that another worker decided on, and died over or is still about to make: it is made in any case, and of two the
 * first one stored counts. It says that nothing is gone where that cannot be told any more, or where more is gone by now than may be without asking.
 */
export const deleteDecided = async (ports: DeletionPorts, settling: Settling, stream: SourceStream | undefined): Promise<undefined> => {
  const { run, pages } = settling;
  return keepDeletions(ports, { run, pages, stream, ...(await clearlyGone(ports, settling, stream)) });
};

const clearlyGone = async (
  ports: DeletionPorts,
  settling: Settling,
  stream: SourceStream | undefined,
): Promise<{ keys: string[]; of: number }> => {
  const decided = requireValue(settling.run.deletions, 'decision on deletions');
  const none = { keys: [], of: decided.of };
  if (!isListing(settling.run, stream)) return none;
  try {
    const { keys, sums, doubt } = await compare(ports, settling, stream);
    return sums.gone <= decided.gone || doubt === undefined ? { keys, of: sums.of } : none;
  } catch (error) {
    if (!(error instanceof UnclearListError)) throw error;
    return none;
  }
};

/** What a run did not list, and why a person has to be asked about it; undefined when nobody has. @throws UnclearListError */
const compare = async (ports: DeletionPorts, { run, pages, closing }: Settling, stream: SourceStream) => {
  const refused = closing.counts.quarantined;
  const found = await findGone(ports, { stream, pages: partPages(run, pages).fetched, refused });
  const sums = sumsOf(found, closing);
  const { unseen = 0, notes = [] } = run.end ?? {};
  return { keys: found.keys, sums, doubt: doubtOf(found, { ...sums, refused, unseen, notes }, stream) };
};

/** What a page of deletions is made of. */
interface Deletable extends Pick<Settling, 'run' | 'pages'> {
  stream: SourceStream | undefined;
  keys: readonly string[];
  /** Records that the stream had before. */
  of: number;
}

const keepDeletions = async (ports: DeletionPorts, { run, pages, stream, keys, of }: Deletable): Promise<undefined> => {
  const { fetched } = partPages(run, pages);
  const records = await goneRecords(ports, run, keys);
  const content: LateContent = { v: 1, kind: 'deletions', of, records };
  const times = fetched.map(({ fetchedAt }) => fetchedAt);
  const last = times.reduce((newest, time) => (Date.parse(time) > Date.parse(newest) ? time : newest));
  const at = { pageIndex: run.pages, fetchedAt: run.deletions?.at ?? last, manifest: stream?.manifest ?? noManifest };
  await keepLatePage(ports, run, { content, ...at });
};

/** A confirmation that could not be carried out: the run is as it was before it. */
export const pending = (deletions: RunDeletions, closing: Closing, why: string): Closing => ({
  ...closing,
  state: 'suspect',
  reason: `${deletions.gone} of ${deletions.of} records were not deleted: ${why}`,
  deletions: { ...deletions, state: 'pending' },
});
