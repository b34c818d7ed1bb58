import type { Json, PageMeta } from '@twl/contracts';
import type { Extracted, PageEntry, Payload, SourceStream } from '@twl/ports';
import { flaggedBy } from './flagged';
import { lateItems } from './late-items';
import { lateKindOf, readLatePage } from '../pages/late-page';
import { asDeleted, itemOf, type Item } from '../records/sighting';

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
    yield lateItems(page, await readLatePage(body), fingerprint).filter(({ itemIndex }) => itemIndex >= page.next);
    return;
  }
  const isFlagged = flaggedBy(stream.settings.deletions);
  const itemFrom = (extracted: Extracted): Item => {
    const item = itemOf(page, extracted, fingerprint);
    return item.kind === 'seen' && isFlagged?.(item.seen.data) ? asDeleted(item) : item;
  };
  for await (const items of stream.extract(meta, body)) yield items.filter(({ itemIndex }) => itemIndex >= page.next).map(itemFrom);
}
