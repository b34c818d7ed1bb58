import { TwlError, UnreadablePageError, type PageEntry, type RawStore, type RecordReader, type SourceStream } from '@twl/ports';
import { readRaw } from '../pages/read-raw';
import { KeySet } from './key-set';
import { isRestoration } from '../pages/derived-page';

/** The shown records of a stream that a run did not list. */
export interface MissingRecords {
  keys: string[];
  /** Number of records that are shown. */
  shown: number;
  /** Number of records that the run listed. */
  listed: number;
  /** Number of missing records that a person had restored before. */
  restored: number;
}

/** The list of a run that is compared with the shown records. */
export interface Listing {
  stream: SourceStream;
  pages: readonly PageEntry[];
  /** Number of records that were refused when the pages were applied. No more than these may be refused now. */
  refused: number;
}

/** The pages of a run no longer show which records it listed, so that missing records cannot be determined. */
export class UnclearListError extends TwlError {
  readonly code = 'UNCLEAR_LIST';
  readonly retryable = false;
}

/** Ports for finding missing records. */
export interface FindPorts {
  raw: RawStore;
  reader: RecordReader;
}

/**
 * Finds the shown records of a stream that the pages of a run do not list. Only hashes of the listed keys are kept in memory.
 * @throws UnclearListError when a page can no longer be read as it was
 */
export const findMissing = async (ports: FindPorts, listing: Listing): Promise<MissingRecords> => {
  const { stream } = listing;
  const listed = await listedKeys(ports.raw, listing);
  const missing: MissingRecords = { keys: [], shown: 0, listed: listed.size, restored: 0 };
  for await (const { key, rawRef } of ports.reader.export({ source: stream.source, stream: stream.name })) {
    missing.shown += 1;
    if (listed.has(key)) continue;
    missing.keys.push(key);
    if (isRestoration(rawRef.key)) missing.restored += 1;
  }
  return missing;
};

const listedKeys = async (raw: RawStore, { stream, pages, refused }: Listing): Promise<KeySet> => {
  const listed = new KeySet();
  let remaining = refused;
  for (const page of pages) {
    try {
      remaining -= await addKeys(listed, raw, { stream, page, remaining });
    } catch (error) {
      if (isPageError(error)) throw new UnclearListError(`page ${page.pageIndex} cannot be read again: ${error.message}`, { cause: error });
      throw error;
    }
  }
  return listed;
};

/** Adds the keys of a page. Returns the number of its refused records, which must not exceed `allowed`. */
const addKeys = async (
  listed: KeySet,
  raw: RawStore,
  { stream, page, remaining }: { stream: SourceStream; page: PageEntry; remaining: number },
): Promise<number> => {
  const { meta, body } = await readRaw(raw, page);
  let refused = 0;
  try {
    for await (const items of stream.extract(meta, body)) {
      for (const item of items) {
        if (item.kind === 'refused' && ++refused > remaining)
          throw new UnclearListError(`record ${item.itemIndex} of page ${page.pageIndex} is refused now: ${item.detail}`);
        if (item.kind === 'record') listed.add(item.key);
      }
    }
    return refused;
  } finally {
    await body.dispose();
  }
};

const isPageError = (error: unknown): error is TwlError =>
  error instanceof UnreadablePageError || (error instanceof TwlError && ['RAW_MISSING', 'RAW_CORRUPT'].includes(error.code));
