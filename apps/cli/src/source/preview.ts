import { inferSchema, type TracedExchange } from '@twl/connector';
import type { JsonObject, PageMeta } from '@twl/contracts';
import { TwlError, type Clock, type Extracted, type FetchedPage, type SourceStream } from '@twl/ports';
import { fieldTable, type FieldFacts } from './field-table';

/** What a stream gives, as it would be processed. */
export interface Preview {
  stream: string;
  /** Every request that was made, in order; secrets are taken out. */
  requests: TracedExchange[];
  /** What the engine waited for, how the read ended, and what of a page could not be read. */
  notes: string[];
  /** Absent where there was no page. */
  page?: PreviewedPage;
}

/** The first page of a stream. */
export interface PreviewedPage {
  request: PageMeta['request'];
  status: number;
  items: Extracted[];
  fields: FieldFacts[];
  /** A JSON schema that all the records fit. */
  schema: JsonObject;
}

/** Fetches the first page of a stream and maps its records; writes nothing. `requests` is filled by whoever sends them. */
export const previewStream = async (
  stream: SourceStream,
  { clock, requests }: { clock: Clock; requests: TracedExchange[] },
): Promise<Preview> => {
  const notes: string[] = [];
  const shown = (page?: PreviewedPage): Preview => ({
    stream: stream.name,
    requests: requests.splice(0),
    notes,
    ...(page ? { page } : {}),
  });
  const events = stream.read({ cursor: null, previous: () => undefined, signal: new AbortController().signal, budgetMs: 60_000 });
  for await (const event of events) {
    if (event.kind === 'wait') notes.push(`waited ${event.ms} ms: ${event.reason}`);
    if (event.kind === 'end') notes.push(event.reason ?? `ended as ${event.state} without a page`);
    if (event.kind === 'page') return shown(await previewPage(stream, event.page, { clock, notes }));
  }
  return shown();
};

const previewPage = async (
  stream: SourceStream,
  page: FetchedPage,
  { clock, notes }: { clock: Clock; notes: string[] },
): Promise<PreviewedPage> => {
  const items: Extracted[] = [];
  try {
    for await (const some of stream.extract(metaOf(stream, page, clock), page.body)) items.push(...some);
  } catch (error) {
    if (!(error instanceof TwlError)) throw error;
    notes.push(`the page cannot be read: ${error.message}`);
  }
  const records = items.flatMap((item) => (item.kind === 'record' ? [item.data] : []));
  const { request, status } = page;
  return { request, status, items, fields: fieldTable(records), schema: inferSchema(records) };
};

/** The metadata that the page would have as the first one of a first run. */
const metaOf = (stream: SourceStream, page: FetchedPage, clock: Clock): PageMeta => ({
  v: 1,
  source: stream.source,
  stream: stream.name,
  run: { id: `${stream.source}.${stream.name}.preview`, seq: 1, trigger: 'manual' },
  index: 0,
  partition: page.partition,
  interval: page.interval,
  fetchedAt: page.fetchedAt || clock.iso(),
  request: page.request,
  status: page.status,
  headers: page.headers,
  contentType: page.contentType,
  sha256: page.body.sha256,
  bytes: page.body.bytes,
  manifest: stream.manifest,
});
