import type { CuratedRecord, Days } from '@twl/contracts';
import {
  NotFoundError,
  TwlError,
  UnreadablePageError,
  type Gap,
  type Generation,
  type GenerationStore,
  type PageEntry,
  type RecordReader,
  type SourceStream,
} from '@twl/ports';
import { applyRaw, type RawPorts } from '../process/apply-raw';
import type { SettlePorts } from '../runs/end-step';
import { settleRun } from '../runs/settle-run';
import { carryOver } from './carry-over';
import { compare, type Comparison } from './compare';
import { daysText, isWithin } from './days';
import { storedPages, type StoredPagePorts } from './stored-pages';

/** What replaying needs. */
export interface ReplayPorts extends RawPorts, StoredPagePorts, SettlePorts {
  reader: RecordReader;
  generations: GenerationStore;
}

/** How to replay. */
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

/** Records that are shown would be gone after the replay, because the raw pages that brought them are over, or damaged. */
export class ReplayLosesError extends TwlError {
  readonly code = 'REPLAY_LOSES';
  readonly retryable = false;

  constructor(stream: string, lost: number) {
    const them = lost === 1 ? '1 record' : `${lost} records`;
    super(
      `${them} of ${stream} would be lost: the raw pages that brought them are no longer kept, or are damaged. Nothing was changed. Let a run read the stream anew, or keep raw pages longer (retention.raw)`,
    );
  }
}

/** What a replay did, or would do. */
export interface Replayed extends Comparison {
  pages: number;
  /** How many of them were fetched on the days that were asked for. */
  chosen: number;
  /** Records that were refused. */
  quarantined: number;
  /** Pages that could not be applied, and why; they are tried again by the workers once the replay is shown. */
  holes: { key: string; detail: string }[];
}

/**
 * Applies every stored page of a stream again, from the raw zone alone, into a fresh generation of its records; unless it is a dry run the
 * generation is then shown instead of the old one, at once, and the books of the stream's runs follow. No network is used. All pages are
 * applied, whatever the days: what one page makes of a record rests on the others that have it.
 * @throws NotFoundError when no page was fetched on the days @throws ReplayLosesError when pages that are no longer kept, or are damaged, would be missed
 */
export const replayPages = async (ports: ReplayPorts, options: ReplayOptions & { dryRun: boolean }): Promise<Replayed> => {
  const { stream, days = {}, dryRun } = options;
  const { source, name } = stream;
  const pages = await storedPages(ports, source, name);
  const kept = new Set(pages.map(({ key }) => key));
  const chosen = new Set(pages.filter((page) => isWithin(days, page)).map(({ key }) => key));
  if (options.days && chosen.size === 0) throw new NotFoundError('page', `${source}.${name} ${daysText(days)}`);
  const generation = await ports.generations.fork(source, name);
  try {
    const { store: records, contracts } = generation;
    const { holes, quarantined, damaged } = await applyAll({ ...ports, records, contracts }, { ...options, pages, chosen });
    const isCompared = options.days && (({ rawRef }: CuratedRecord) => chosen.has(rawRef.key));
    const comparison = await compare(ports.reader.export({ source, stream: name, deleted: 'include' }), generation.export(), {
      isCompared,
      isKept: ({ rawRef }) => kept.has(rawRef.key) && !damaged.has(rawRef.key),
    });
    if (!dryRun && comparison.lost > 0) throw new ReplayLosesError(`${source}.${name}`, comparison.lost);
    if (!dryRun) await carryOver(ports, stream, generation.store);
    if (dryRun) await generation.discard();
    else await show(ports, generation, [...new Set(pages.map(({ runId }) => runId))]);
    return { pages: pages.length, chosen: chosen.size, quarantined, holes, ...comparison };
  } catch (error) {
    await generation.discard();
    throw error;
  }
};

/** Says what a replay would change, and changes nothing. @throws NotFoundError as {@link replayPages} */
export const previewReplay = (ports: ReplayPorts, options: ReplayOptions): Promise<Replayed> =>
  replayPages(ports, { ...options, dryRun: true });

const applyAll = async (
  ports: ReplayPorts,
  { stream, installed = stream, progress, pages, chosen }: ReplayOptions & { pages: PageEntry[]; chosen: Set<string> },
): Promise<Pick<Replayed, 'holes' | 'quarantined'> & { damaged: ReadonlySet<string> }> => {
  let quarantined = 0;
  const damaged = new Set<string>();
  const holes: Replayed['holes'] = [];
  let gap: Gap | undefined;
  for (const [i, page] of pages.entries()) {
    const before = gap;
    try {
      quarantined += (await applyRaw(ports, { stream: chosen.has(page.key) ? stream : installed, page, gapBefore: async () => before }))
        .quarantined;
    } catch (error) {
      if (!isAboutThePage(error)) throw error;
      holes.push({ key: page.key, detail: error.message });
      if (isDamage(error)) damaged.add(page.key);
      gap = { runSeq: page.runSeq, pageIndex: page.pageIndex };
    }
    progress?.(i + 1, pages.length);
  }
  return { holes, quarantined, damaged };
};

const isAboutThePage = (error: unknown): error is Error => error instanceof UnreadablePageError || isDamage(error);

const isDamage = (error: unknown): error is TwlError => error instanceof TwlError && ['RAW_MISSING', 'RAW_CORRUPT'].includes(error.code);

const show = async (ports: ReplayPorts, generation: Generation, runs: string[]): Promise<void> => {
  await generation.promote();
  for (const run of runs) await settleRun(ports, run);
};
