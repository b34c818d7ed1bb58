import { TwlError, UnreadablePageError, type PageEntry, type RawStore, type RecordReader, type SourceStream } from '@twl/ports';
import { readRaw } from '../pages/read-raw';
import { KeySet } from './key-set';
import { isRestoration } from '../pages/late-page';

/** What a run did not list of what is shown of its stream. */
export interface Gone {
  keys: string[];
  /** Records that are shown. */
  shown: number;
  /** Records that the run listed. */
  listed: number;
  /** Of those gone, how many a person had brought back. */
  restored: number;
}

/** What is compared. */
export interface Listing {
  stream: SourceStream;
  pages: readonly PageEntry[];
  /** How many records of the pages were refused: so many may be refused still. */
  refused: number;
}

/** The pages of a run do not say which records it listed; so nothing can be said to be gone. */
export class UnclearListError extends TwlError {
  readonly code = 'UNCLEAR_LIST';
  readonly retryable = false;
}

/** What comparing needs. */
export interface FindPorts {
  raw: RawStore;
  reader: RecordReader;
}

/**
 * Compares the records that a stream shows with those that the pages of a run list. Of what was listed only hashes are held.
 * @throws UnclearListError when a page cannot be read any more as it was
 */
export const findGone = async (ports: FindPorts, listing: Listing): Promise<Gone> => {
  const { stream } = listing;
  const listed = await listedKeys(ports.raw, listing);
  const gone: Gone = { keys: [], shown: 0, listed: listed.size, restored: 0 };
  for await (const { key, rawRef } of ports.reader.export({ source: stream.source, stream: stream.name })) {
    gone.shown += 1;
    if (listed.has(key)) continue;
    gone.keys.push(key);
    if (isRestoration(rawRef.key)) gone.restored += 1;
  }
  return gone;
};

const listedKeys = async (raw: RawStore, { stream, pages, refused }: Listing): Promise<KeySet> => {
  const listed = new KeySet();
  let left = refused;
  for (const page of pages) {
    try {
      left -= await addKeys(listed, raw, { stream, page, left });
    } catch (error) {
      if (isAboutThePage(error))
        throw new UnclearListError(`page ${page.pageIndex} cannot be read again: ${error.message}`, { cause: error });
      throw error;
    }
  }
  return listed;
};

/** Adds the keys of a page, and gives how many of its records are refused: `left` may be. */
const addKeys = async (
  listed: KeySet,
  raw: RawStore,
  { stream, page, left }: { stream: SourceStream; page: PageEntry; left: number },
): Promise<number> => {
  const { meta, body } = await readRaw(raw, page);
  let refused = 0;
  try {
    for await (const items of stream.extract(meta, body)) {
      for (const item of items) {
        if (item.kind === 'refused' && ++refused > left)
          throw new UnclearListError(`record ${item.itemIndex} of page ${page.pageIndex} is refused now: ${item.detail}`);
        if (item.kind === 'record') listed.add(item.key);
      }
    }
    return refused;
  } finally {
    await body.dispose();
  }
};

const isAboutThePage = (error: unknown): error is TwlError =>
  error instanceof UnreadablePageError || (error instanceof TwlError && ['RAW_MISSING', 'RAW_CORRUPT'].includes(error.code));
