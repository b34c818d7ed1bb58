import { TwlError, UnreadablePageError, type Gap, type Generation, type RecordReader, type SourceStream } from '@twl/ports';
import { applyRaw, type RawPorts } from '../process/apply-raw';
import { settleRun, type SettlePorts } from '../runs/settle-run';
import { compare, type Comparison } from './compare';
import { storedPages, type StoredPagePorts } from './stored-pages';

/** What replaying needs. */
export interface ReplayPorts extends RawPorts, StoredPagePorts, SettlePorts {
  reader: RecordReader;
}

/** How to replay. */
export interface ReplayOptions {
  /** The stream with the manifest and settings to apply. */
  stream: SourceStream;
  /** Only say what would change. */
  dryRun: boolean;
  /** Told after each page. */
  progress?: (done: number, total: number) => void;
}

/** What a replay did, or would do. */
export interface Replayed extends Comparison {
  pages: number;
  /** Records that were refused. */
  quarantined: number;
  /** Pages that could not be applied, and why; they are tried again by the workers once the replay is shown. */
  holes: { key: string; detail: string }[];
}

/**
 * Applies every stored page of a stream again, from the raw zone alone, into a fresh generation of its records; unless it is a dry run the
 * generation is then shown instead of the old one, at once, and the books of the stream's runs follow. No network is used.
 */
export const replayStream = async (ports: ReplayPorts, { stream, dryRun, progress }: ReplayOptions): Promise<Replayed> => {
  const { source, name } = stream;
  const pages = await storedPages(ports, source, name);
  const generation = await ports.records.fork(source, name);
  try {
    const { holes, quarantined } = await applyAll({ ...ports, records: generation.store }, stream, { pages, progress });
    const comparison = await compare(ports.reader.export({ source, stream: name }), generation.export());
    if (dryRun) await generation.discard();
    else await show(ports, generation, [...new Set(pages.map(({ run }) => run))]);
    return { pages: pages.length, quarantined, holes, ...comparison };
  } catch (error) {
    await generation.discard();
    throw error;
  }
};

const applyAll = async (
  ports: ReplayPorts,
  stream: SourceStream,
  { pages, progress }: { pages: Awaited<ReturnType<typeof storedPages>>; progress?: ReplayOptions['progress'] },
): Promise<Pick<Replayed, 'holes' | 'quarantined'>> => {
  let quarantined = 0;
  const holes: Replayed['holes'] = [];
  let gap: Gap | undefined;
  for (const [i, page] of pages.entries()) {
    try {
      quarantined += (await applyRaw(ports, { stream, page, gap })).quarantined;
    } catch (error) {
      if (!isAboutThePage(error)) throw error;
      holes.push({ key: page.key, detail: error.message });
      gap = { seq: page.seq, index: page.index };
    }
    progress?.(i + 1, pages.length);
  }
  return { holes, quarantined };
};

const isAboutThePage = (error: unknown): error is Error =>
  error instanceof UnreadablePageError || (error instanceof TwlError && ['RAW_MISSING', 'RAW_CORRUPT'].includes(error.code));

const show = async (ports: ReplayPorts, generation: Generation, runs: string[]): Promise<void> => {
  await generation.promote();
  for (const run of runs) await settleRun(ports, run);
};
