import { recordId, type Json } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import { itemOf, type Item } from '../records/sighting';
import { goneFingerprint } from '../records/timeline';
import type { GoneRecord, LateContent } from '../pages/late-page';

/** What a late page makes of its records: each is a sighting at its place after everything of its run. */
export const lateItems = (page: PageEntry, content: LateContent, fingerprint: (data: Json) => string): Item[] =>
  content.kind === 'deletions'
    ? content.records.map((record, index) => goneItem(page, record, index))
    : content.records.map(({ cursor = null, ...record }, index) => {
        const extracted = { kind: 'record', index, pointer: `/records/${index}`, cursor, ...record } as const;
        return { ...itemOf(page, extracted, fingerprint), isLate: true } as Item;
      });

const goneItem = (page: PageEntry, { key, cursor = null }: GoneRecord, index: number): Item => {
  const { source, stream, seq, run } = page;
  return {
    kind: 'seen',
    index,
    isLate: true,
    identity: { id: recordId(page, key), source, stream, key },
    seen: {
      order: { cursor, seq, page: page.index, index },
      at: page.fetchedAt,
      rawRef: { key: page.key, index, run },
      ...{ fingerprint: goneFingerprint, deleted: true, title: '', occurredAt: null, data: {} },
    },
  };
};
