import type { Json } from '@twl/contracts';
import type { FetchedPage, SourceStream } from '@twl/ports';
import type { RecordedRead } from './recorded-exchange';

/** How a read went. */
export interface ReadEnd {
  end: RecordedRead['end'];
  reason?: string;
  pages: number;
  /** The last emitted state; null if there is none. */
  state: Json;
}

/** How a read of a bounded number of pages is done. */
export interface PageReading {
  cursor: Json;
  maxPages: number;
  /** Request one page more, to learn whether there is one. */
  looksAhead: boolean;
  signal?: AbortSignal;
  page(page: FetchedPage): Promise<void>;
}

const budgetMs = 10 * 60_000;

/** Reads at most so many pages of a stream. */
export const readPages = async (stream: SourceStream, reading: PageReading): Promise<ReadEnd> => {
  const { cursor, maxPages, looksAhead, signal = new AbortController().signal } = reading;
  let state: Json = null;
  let pages = 0;
  for await (const event of stream.read({ cursor, previous: () => undefined, signal, budgetMs })) {
    if (event.kind === 'state') state = event.cursor;
    else if (event.kind === 'end') return { ...ended(event), pages, state };
    else if (event.kind === 'page') {
      if (pages < maxPages) await reading.page(event.page);
      await event.page.body.dispose();
      if (pages === maxPages) return { end: 'cut', pages, state };
      pages++;
      if (pages === maxPages && !looksAhead) return { end: 'cut', pages, state };
    }
  }
  return { end: 'failed', reason: 'the read ended without saying how', pages, state };
};

const ended = ({ state, reason }: { state: Exclude<RecordedRead['end'], 'cut'>; reason?: string }) => ({
  end: state,
  ...(reason === undefined ? {} : { reason }),
});
