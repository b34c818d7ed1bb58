import type { CuratedRecord, Days } from '@twl/contracts';
import {
  NotFoundError,
  TwlError,
  UnreadablePageError,
  type PendingPage,
  type Generation,
  type GenerationStore,
  type PageEntry,
  type RecordReader,
  type SourceStream,
} from '@twl/ports';
import { applyRawPage, type RawPorts } from '../process/apply-raw-page';
import type { SettlePorts } from '../runs/end-step';
import { settleRun } from '../runs/settle-run';
import { carryOverExpired } from './carry-over-expired';
import { compareExports, type Comparison } from './compare-exports';
import { daysText, isFetchedWithin } from './days';
import { findStoredPages, type StoredPagePorts } from './find-stored-pages';

/** Ports for a replay. */
export interface ReplayPorts extends RawPorts, StoredPagePorts, SettlePorts {
  reader: RecordReader;
  generations: GenerationStore;
}

/** Options of a replay. */
export interface ReplayOptions {
  /** The stream with the manifest and settings to apply. */
  stream: SourceStream;
  /** Reads the pages that were not fetched on `days`: the stream as it is installed. Default `stream`. */
  installed?: SourceStream;
  /** Whose pages are read with `stream`, and whose records are compared. Default all. */
  days?: Days;
  /** Called after each page. */
  progress?: (done: number, total: number) => void;
}

/** A replay would remove shown records, because their raw pages have expired or are damaged. */
export class ReplayLosesError extends TwlError {
  readonly code = 'REPLAY_LOSES';
  readonly retryable = false;

  constructor(stream: string, lost: number) {
    const them = lost === 1 ? '1 record' : `${lost} records`;
    super(
      `${them} of ${stream} would be lost: their raw pages have expired or are damaged. Nothing was changed. Read the whole stream again with a run, or keep raw pages longer (retention.raw)`,
    );
  }
}

/** The result of a replay, or of a preview. */
export interface Replayed extends Comparison {
  pages: number;
  /** Number of pages that were fetched on the requested days. */
  chosen: number;
  /** Number of refused records. */
  quarantined: number;
  /** Pages that could not be applied, and why. The workers try them again after the replay is shown. */
  holes: { key: string; detail: string }[];
}

/**
 * Applies every stored page of a stream again into a new generation of its records, without network access. Unless it is a dry run, the new
 * generation then replaces the shown one in one step, and the runs of the stream are settled again. All pages are applied whatever the days,
 * because the result for a record depends on all pages that have it.
 * @throws NotFoundError when no page was fetched on the days @throws ReplayLosesError when records would be lost
 */
export const replayPages = async (ports: ReplayPorts, options: ReplayOptions & { dryRun: boolean }): Promise<Replayed> => {
  const { stream, days = {}, dryRun } = options;
  const { source, name } = stream;
  const pages = await findStoredPages(ports, source, name);
  const kept = new Set(pages.map(({ key }) => key));
  const chosen = new Set(pages.filter((page) => isFetchedWithin(days, page)).map(({ key }) => key));
  if (options.days && chosen.size === 0) throw new NotFoundError('page', `${source}.${name} ${daysText(days)}`);
  const generation = await ports.generations.fork(source, name);
  try {
    const { store: records, contracts } = generation;
    const { holes, quarantined, damaged } = await applyPages({ ...ports, records, contracts }, { ...options, pages, chosen });
    const isCompared = options.days && (({ rawRef }: CuratedRecord) => chosen.has(rawRef.key));
    const comparison = await compareExports(ports.reader.export({ source, stream: name, deleted: 'include' }), generation.export(), {
      isCompared,
      isKept: ({ rawRef }) => kept.has(rawRef.key) && !damaged.has(rawRef.key),
    });
    if (!dryRun && comparison.lost > 0) throw new ReplayLosesError(`${source}.${name}`, comparison.lost);
    if (!dryRun) await carryOverExpired(ports, stream, generation.store);
    if (dryRun) await generation.discard();
    else await showGeneration(ports, generation, [...new Set(pages.map(({ runId }) => runId))]);
    return { pages: pages.length, chosen: chosen.size, quarantined, holes, ...comparison };
  } catch (error) {
    await generation.discard();
    throw error;
  }
};

/** Returns what a replay would change, and changes nothing. @throws NotFoundError as {@link replayPages} */
export const previewReplay = (ports: ReplayPorts, options: ReplayOptions): Promise<Replayed> =>
  replayPages(ports, { ...options, dryRun: true });

const applyPages = async (
  ports: ReplayPorts,
  { stream, installed = stream, progress, pages, chosen }: ReplayOptions & { pages: PageEntry[]; chosen: Set<string> },
): Promise<Pick<Replayed, 'holes' | 'quarantined'> & { damaged: ReadonlySet<string> }> => {
  let quarantined = 0;
  const damaged = new Set<string>();
  const holes: Replayed['holes'] = [];
  let pending: PendingPage | undefined;
  for (const [i, page] of pages.entries()) {
    const before = pending;
    try {
      quarantined += (
        await applyRawPage(ports, { stream: chosen.has(page.key) ? stream : installed, page, pendingBefore: async () => before })
      ).quarantined;
    } catch (error) {
      if (!isPageError(error)) throw error;
      holes.push({ key: page.key, detail: error.message });
      if (isDamage(error)) damaged.add(page.key);
      pending = { runSeq: page.runSeq, pageIndex: page.pageIndex };
    }
    progress?.(i + 1, pages.length);
  }
  return { holes, quarantined, damaged };
};

const isPageError = (error: unknown): error is Error => error instanceof UnreadablePageError || isDamage(error);

const isDamage = (error: unknown): error is TwlError => error instanceof TwlError && ['RAW_MISSING', 'RAW_CORRUPT'].includes(error.code);

const showGeneration = async (ports: ReplayPorts, generation: Generation, runs: string[]): Promise<void> => {
  await generation.promote();
  for (const run of runs) await settleRun(ports, run);
};
