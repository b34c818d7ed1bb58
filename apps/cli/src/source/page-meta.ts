import type { PageMeta } from '@twl/contracts';
import type { FetchedPage, SourceStream } from '@twl/ports';

/** The metadata that a page would have as the first one of a first run. */
export const pageMeta = (stream: SourceStream, page: FetchedPage): PageMeta => ({
  v: 1,
  source: stream.source,
  stream: stream.name,
  run: { id: `${stream.source}.${stream.name}.1`, seq: 1, trigger: 'manual' },
  index: 0,
  partition: page.partition,
  interval: page.interval,
  fetchedAt: page.fetchedAt,
  request: page.request,
  status: page.status,
  headers: page.headers,
  contentType: page.contentType,
  sha256: page.body.sha256,
  bytes: page.body.bytes,
  manifest: stream.manifest,
});
