import { pageIdOf, type PageId, type PageMeta } from '@twl/contracts';
import type { FetchedPage, SourceStream } from './connector';
import type { Payload } from './payload';

/** The run of a page, and the position of the page in it. */
export type StoredPagePosition = Pick<PageMeta, keyof PageId | 'trigger' | 'manifest'>;

/** Makes the metadata that is stored with a page. */
export const pageMeta = (
  position: StoredPagePosition,
  page: Omit<FetchedPage, 'body' | 'same'>,
  { sha256, bytes }: Pick<Payload, 'sha256' | 'bytes'>,
): PageMeta => ({
  v: 2,
  ...pageIdOf(position),
  trigger: position.trigger,
  partition: page.partition,
  interval: page.interval,
  fetchedAt: page.fetchedAt,
  request: page.request,
  status: page.status,
  headers: page.headers,
  contentType: page.contentType,
  sha256,
  bytes,
  manifest: position.manifest,
});

/** Makes the metadata of the first page of a first run, for callers that read a stream and store nothing. */
export const firstPageMeta = ({ source, name, manifest }: SourceStream, page: FetchedPage): PageMeta => {
  const id: PageId = { source, stream: name, runId: `${source}.${name}.1`, runSeq: 1, pageIndex: 0 };
  return pageMeta({ ...id, trigger: 'manual', manifest }, page, page.body);
};
