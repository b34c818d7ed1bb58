import type { Json, PageMeta } from '@twl/contracts';
import type { PageEntry, Payload, SourceStream } from '@twl/ports';
import { lateItems } from '../deletions/late-items';
import { lateKindOf, readLatePage } from '../deletions/late-page';
import { itemOf, type Item } from './sighting';

/** A stored page that is open. */
export interface OpenedPage {
  page: PageEntry;
  meta: PageMeta;
  body: Payload;
}

/** The items of a stored page in their order, from `page.next` on, as the manifest in force sees them. @throws UnreadablePageError */
export async function* pageItems(
  stream: SourceStream,
  { page, meta, body }: OpenedPage,
  fingerprint: (data: Json) => string,
): AsyncGenerator<Item[]> {
  if (lateKindOf(meta)) {
    yield lateItems(page, await readLatePage(body), fingerprint).filter(({ index }) => index >= page.next);
    return;
  }
  for await (const items of stream.extract(meta, body))
    yield items.filter(({ index }) => index >= page.next).map((item) => itemOf(page, item, fingerprint));
}
