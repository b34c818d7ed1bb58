import { recordId, type Json } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import { itemOf, type Item } from '../records/sighting';
import { goneFingerprint } from '../records/timeline';
import type { GoneRecord, LateContent } from '../pages/late-page';

/** What a late page makes of its records: each is a sighting at its place after everything of its run. */
export const lateItems = (page: PageEntry, content: LateContent, fingerprint: (data: Json) => string): Item[] =>
  content.kind === 'deletions'
    ? content.records.map((record, itemIndex) => goneItem(page, record, itemIndex))
    : content.records.map(({ cursor = null, ...record }, itemIndex) => {
        const extracted = { kind: 'record', itemIndex, pointer: `/records/${itemIndex}`, cursor, ...record } as const;
        return { ...itemOf(page, extracted, fingerprint), isLate: true } as Item;
      });

const goneItem = (page: PageEntry, { key, cursor = null }: GoneRecord, itemIndex: number): Item => {
  const { source, stream, runSeq, runId } = page;
  return {
    kind: 'seen',
    itemIndex,
    isLate: true,
    identity: { id: recordId(page, key), source, stream, key },
    seen: {
      order: { cursor, runSeq, pageIndex: page.pageIndex, itemIndex },
      at: page.fetchedAt,
      rawRef: { key: page.key, itemIndex, runId },
      ...{ fingerprint: goneFingerprint, deleted: true, title: '', occurredAt: null, data: {} },
    },
  };
};
