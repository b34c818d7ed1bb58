import type { Json, PageMeta } from '@twl/contracts';
import type { Extracted, PageEntry, Payload, SourceStream } from '@twl/ports';
import { deletionFlagMatcher } from './deletion-flag';
import { derivedItems } from './derived-items';
import { derivedKindOf, readDerivedPage } from '../pages/derived-page';
import { asDeleted, itemOf, type Item } from '../records/item';

/** A stored page whose raw object is open for reading. */
export interface OpenedPage {
  page: PageEntry;
  meta: PageMeta;
  body: Payload;
}

/** Reads the items of a stored page in order, from `page.next` on, with the current manifest. @throws UnreadablePageError */
export async function* readPageItems(
  stream: SourceStream,
  { page, meta, body }: OpenedPage,
  fingerprint: (data: Json) => string,
): AsyncGenerator<Item[]> {
  if (derivedKindOf(meta)) {
    yield derivedItems(page, await readDerivedPage(body), fingerprint).filter(({ itemIndex }) => itemIndex >= page.next);
    return;
  }
  const isFlagged = deletionFlagMatcher(stream.settings.deletions);
  const itemFrom = (extracted: Extracted): Item => {
    const item = itemOf(page, extracted, fingerprint);
    return item.kind === 'observed' && isFlagged?.(item.observation.data) ? asDeleted(item) : item;
  };
  for await (const items of stream.extract(meta, body)) yield items.filter(({ itemIndex }) => itemIndex >= page.next).map(itemFrom);
}
