import type { PageMeta } from '@twl/contracts';
import type { FetchedPage, SourceStream } from './connector';
import type { Payload } from './payload';

/** The run that a page belongs to, and its place in it. */
export type PagePlace = Pick<PageMeta, 'source' | 'stream' | 'run' | 'index' | 'manifest'>;

/** The metadata that a page is kept with. */
export const pageMeta = (
  { source, stream, run, index, manifest }: PagePlace,
  page: Omit<FetchedPage, 'body' | 'same'>,
  { sha256, bytes }: Pick<Payload, 'sha256' | 'bytes'>,
): PageMeta => ({
  v: 1,
  source,
  stream,
  run,
  index,
  partition: page.partition,
  interval: page.interval,
  fetchedAt: page.fetchedAt,
  request: page.request,
  status: page.status,
  headers: page.headers,
  contentType: page.contentType,
  sha256,
  bytes,
  manifest,
});

/** The metadata that a page would have as the first one of a first run: for who reads a stream and keeps nothing. */
export const firstPageMeta = ({ source, name, manifest }: SourceStream, page: FetchedPage): PageMeta => {
  const run = { id: `${source}.${name}.1`, seq: 1, trigger: 'manual' as const };
  return pageMeta({ source, stream: name, run, index: 0, manifest }, page, page.body);
};
