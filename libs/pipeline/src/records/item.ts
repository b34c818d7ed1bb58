import { pageIdOf, recordId, streamId, type Failure, type Json, type PageId } from '@twl/contracts';
import type { Extracted, PageEntry } from '@twl/ports';
import type { RecordIdentity } from './record-state';
import { flaggedFingerprint, type Observation } from './history';

/** One item of a page, ready to be decided. */
export type Item =
  /** `isDerived`: the item of a derived page; it does not count as fetched. `pointer`: JSON pointer in its page. */
  | { kind: 'observed'; itemIndex: number; identity: RecordIdentity; observation: Observation; isDerived?: true; pointer?: string }
  | { kind: 'refused'; itemIndex: number; failure: Failure }
  | { kind: 'filtered'; itemIndex: number };

/** The same observation for a record that the source flags as deleted: same position, and deletion as its content. */
export const asDeleted = (item: Extract<Item, { kind: 'observed' }>): Item => ({
  ...item,
  observation: { ...item.observation, fingerprint: flaggedFingerprint, deleted: true },
});

/** The id of a failure. It is derived from the position, so that applying a page again gives the same id. */
export const failureId = (page: PageId, itemIndex?: number): string =>
  [streamId(page), page.runSeq, page.pageIndex, ...(itemIndex === undefined ? [] : [itemIndex])].join('.');

/** The failure of one item, or of the whole page if `itemIndex` is absent. */
export const failureOf = (
  page: Pick<PageEntry, keyof PageId | 'key' | 'fetchedAt'>,
  refused: Pick<Failure, 'reason' | 'detail'> &
    Partial<Pick<Failure, 'pointer' | 'data' | 'kind' | 'attempts' | 'key'>> & { itemIndex?: number },
): Failure => ({
  id: failureId(page, refused.itemIndex),
  kind: refused.kind ?? (refused.itemIndex === undefined ? 'page' : 'record'),
  status: 'open',
  ...pageIdOf(page),
  reason: refused.reason,
  detail: refused.detail,
  pointer: refused.pointer ?? '',
  rawRef: { key: page.key, itemIndex: refused.itemIndex ?? 0, runId: page.runId },
  data: refused.data ?? null,
  attempts: refused.attempts ?? 1,
  at: page.fetchedAt,
  ...(refused.key !== undefined && { key: refused.key }),
});

/** Turns an extracted item into one that can be decided: adds its id, its fingerprint and its position. */
export const itemOf = (page: PageEntry, extracted: Extracted, fingerprint: (data: Json) => string): Item => {
  const { itemIndex } = extracted;
  if (extracted.kind === 'filtered') return { kind: 'filtered', itemIndex };
  if (extracted.kind === 'refused') return { kind: 'refused', itemIndex, failure: failureOf(page, { ...extracted, kind: 'record' }) };
  const { source, stream } = page;
  const { key, cursor, data, occurredAt, title, pointer } = extracted;
  return {
    kind: 'observed',
    itemIndex,
    pointer,
    identity: { id: recordId(page, key), source, stream, key },
    observation: {
      order: { cursor, runSeq: page.runSeq, pageIndex: page.pageIndex, itemIndex },
      at: page.fetchedAt,
      rawRef: { key: page.key, itemIndex, runId: page.runId },
      fingerprint: fingerprint(data),
      title,
      occurredAt,
      data,
    },
  };
};
