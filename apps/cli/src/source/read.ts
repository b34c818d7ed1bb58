import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { firstPageMeta, TwlError, type FetchedPage, type ReadEvent, type SourceStream } from '@twl/ports';

/** Counts of a read so far, and its end. */
export interface ReadCounts {
  pages: number;
  records: number;
  /** Number of refused items. */
  refused: number;
  /** Reason of the first refusal. */
  why?: string;
  /** State to resume from later; undefined before the first checkpoint. */
  cursor?: Json;
  end?: Extract<ReadEvent, { kind: 'end' }>;
}

/** Receives the output of a read. */
export interface ReadOutput {
  signal: AbortSignal;
  write(lines: string): Promise<void>;
  /** Called after each page and at the end. */
  counted(counts: ReadCounts): void;
  waits(reason: string, ms: number): void;
}

const budgetMs = 24 * 60 * 60_000;

/** Reads a stream from a cursor, or from the beginning, to its end. Writes its records as lines of JSON. */
export const readStream = async (stream: SourceStream, cursor: Json, output: ReadOutput): Promise<ReadCounts> => {
  const counts: ReadCounts = { pages: 0, records: 0, refused: 0 };
  const { signal } = output;
  for await (const event of stream.read({ cursor, previous: () => undefined, signal, budgetMs, extracts: true })) {
    if (event.kind === 'wait') output.waits(event.reason, event.ms);
    else if (event.kind === 'state') counts.cursor = event.cursor;
    else if (event.kind === 'end') counts.end = event;
    else if (event.kind === 'page') await writePage(stream, event.page, { counts, output });
    output.counted(counts);
  }
  return counts;
};

const writePage = async (
  stream: SourceStream,
  page: FetchedPage,
  { counts, output }: { counts: ReadCounts; output: ReadOutput },
): Promise<void> => {
  counts.pages++;
  const refuse = (why: string): void => {
    counts.refused++;
    counts.why ??= why;
  };
  try {
    for await (const items of stream.extract(firstPageMeta(stream, page), page.body)) {
      let lines = '';
      for (const item of items) {
        if (item.kind === 'refused') refuse(`${item.reason} at ${item.pointer || 'the page'}: ${item.detail}`);
        if (item.kind !== 'record') continue;
        lines += `${toJsonText(item.data)}\n`;
        counts.records++;
      }
      await output.write(lines);
    }
  } catch (error) {
    if (!(error instanceof TwlError)) throw error;
    refuse(`${page.request.method} ${page.request.url} cannot be read: ${error.message}`);
  }
};
