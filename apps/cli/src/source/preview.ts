import type { PageMeta } from '@twl/contracts';
import type { Clock, Extracted, FetchedPage, Payload, SourceStream } from '@twl/ports';

/** One page of a stream as it would be processed. */
export interface Preview {
  stream: string;
  request: PageMeta['request'];
  status: number;
  items: Extracted[];
  /** What the engine waited for, or how the read ended when it gave no page. */
  notes: string[];
}

/** Fetches the first page of a stream and maps its records; writes nothing. */
export const previewStream = async (stream: SourceStream, clock: Clock): Promise<Preview | { stream: string; notes: string[] }> => {
  const notes: string[] = [];
  const events = stream.read({ cursor: null, previous: () => undefined, signal: new AbortController().signal, budgetMs: 60_000 });
  for await (const event of events) {
    if (event.kind === 'wait') notes.push(`waited ${event.ms} ms: ${event.reason}`);
    if (event.kind === 'end') notes.push(event.reason ?? `ended as ${event.state} without a page`);
    if (event.kind === 'page') {
      const { body, request, status } = event.page;
      const items = await itemsOf(stream, metaOf(stream, event.page, clock), body);
      return { stream: stream.name, request, status, items, notes };
    }
  }
  return { stream: stream.name, notes };
};

const itemsOf = async (stream: SourceStream, meta: PageMeta, body: Payload): Promise<Extracted[]> => {
  const items: Extracted[] = [];
  for await (const some of stream.extract(meta, body)) items.push(...some);
  return items;
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
