import { recordId, type Json } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import { itemOf, type Item } from '../records/item';
import { deletedFingerprint } from '../records/history';
import type { DeletedRecord, DerivedContent } from '../pages/derived-page';

/** The items of a derived page. Each is an observation whose position is after all fetched pages of its run. */
export const derivedItems = (page: PageEntry, content: DerivedContent, fingerprint: (data: Json) => string): Item[] =>
  content.kind === 'deletions'
    ? content.records.map((record, itemIndex) => deletionItem(page, record, itemIndex))
    : content.records.map(({ cursor = null, ...record }, itemIndex) => {
        const extracted = { kind: 'record', itemIndex, pointer: `/records/${itemIndex}`, cursor, ...record } as const;
        return { ...itemOf(page, extracted, fingerprint), isDerived: true } as Item;
      });

const deletionItem = (page: PageEntry, { key, cursor = null }: DeletedRecord, itemIndex: number): Item => {
  const { source, stream, runSeq, runId } = page;
  return {
    kind: 'observed',
    itemIndex,
    isDerived: true,
    identity: { id: recordId(page, key), source, stream, key },
    observation: {
      order: { cursor, runSeq, pageIndex: page.pageIndex, itemIndex },
      at: page.fetchedAt,
      rawRef: { key: page.key, itemIndex, runId },
      ...{ fingerprint: deletedFingerprint, deleted: true, title: '', occurredAt: null, data: {} },
    },
  };
};
