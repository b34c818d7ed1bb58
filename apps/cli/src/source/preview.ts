import { cursorNotesOf, inferSchema, type TracedExchange } from '@twl/connector';
import type { JsonObject, PageMeta, RunNote } from '@twl/contracts';
import { firstPageMeta, TwlError, type Extracted, type FetchedPage, type SourceStream } from '@twl/ports';
import { fieldTable, type FieldFacts } from './field-table';

/** The first page of a stream, extracted as in processing. */
export interface Preview {
  stream: string;
  /** All requests in order, without secrets. */
  requests: TracedExchange[];
  /** Waits, the end of the read, and problems of the page. */
  notes: string[];
  /** Absent if there was no page. */
  page?: PreviewedPage;
}

/** The first page of a stream. */
export interface PreviewedPage {
  request: PageMeta['request'];
  status: number;
  items: Extracted[];
  fields: FieldFacts[];
  /** A JSON schema that all records match. */
  schema: JsonObject;
  /** Set if the page cannot be read completely, or has no list of records at the expected path. */
  isOdd?: boolean;
}

/** Fetches the first page of a stream and maps its records; writes nothing. The sender of the requests fills `requests`. */
export const previewStream = async (stream: SourceStream, { requests }: { requests: TracedExchange[] }): Promise<Preview> => {
  const notes: string[] = [];
  const previewOf = (page?: PreviewedPage): Preview => ({
    stream: stream.name,
    requests: requests.splice(0),
    notes,
    ...(page ? { page } : {}),
  });
  const { signal } = new AbortController();
  const events = stream.read({ cursor: null, previous: () => undefined, signal, budgetMs: 60_000, extracts: true });
  for await (const event of events) {
    if (event.kind === 'wait') notes.push(`waited ${event.ms} ms: ${event.reason}`);
    if (event.kind === 'end')
      notes.push(event.reason ?? `ended as ${event.state} without a page`, ...(event.notes ?? []).map(({ detail }) => detail));
    if (event.kind === 'page') return previewOf(await previewPage(stream, event.page, notes));
  }
  return previewOf();
};

const previewPage = async (stream: SourceStream, page: FetchedPage, notes: string[]): Promise<PreviewedPage> => {
  const items: Extracted[] = [];
  let isOdd: boolean;
  try {
    for await (const some of stream.extract(firstPageMeta(stream, page), page.body)) items.push(...some);
    const missing = items.length === 0 ? await stream.missing?.(firstPageMeta(stream, page), page.body) : undefined;
    if (missing) notes.push(missing.text);
    isOdd = missing?.isOdd ?? false;
  } catch (error) {
    if (!(error instanceof TwlError)) throw error;
    notes.push(`the page cannot be read: ${error.message}`);
    isOdd = true;
  }
  const records = items.flatMap((item) => (item.kind === 'record' ? [item.data] : []));
  notes.push(...cursorNotesOf(stream, records, Date.now()).map(noteText));
  const { request, status } = page;
  const found = { request, status, items, fields: fieldTable(records), schema: inferSchema(records) };
  return isOdd ? { ...found, isOdd } : found;
};

const noteText = ({ code, detail, count }: RunNote): string => `${code}: ${detail}${count > 1 ? ` (${count} times)` : ''}`;
