import { pageIdOf, recordId, streamId, type Failure, type Json, type PageId } from '@twl/contracts';
import type { Extracted, PageEntry } from '@twl/ports';
import type { RecordIdentity } from './record-state';
import { flaggedFingerprint, type Observation } from './timeline';

/** One item of a page, ready to be decided. */
export type Item =
  /** `isLate`: of a page that the pipeline made itself; it counts as no record fetched. `pointer`: its place in its page. */
  | { kind: 'seen'; itemIndex: number; identity: RecordIdentity; seen: Observation; isLate?: true; pointer?: string }
  | { kind: 'refused'; itemIndex: number; failure: Failure }
  | { kind: 'filtered'; itemIndex: number };

/** The same sighting where the source says that the record is deleted: it has its place in the order, and being gone is its content. */
export const asDeleted = (item: Extract<Item, { kind: 'seen' }>): Item => ({
  ...item,
  seen: { ...item.seen, fingerprint: flaggedFingerprint, deleted: true },
});

/** Names a failure by the place it came from, so that applying a page again names the same one. */
export const failureId = (page: PageId, itemIndex?: number): string =>
  [streamId(page), page.runSeq, page.pageIndex, ...(itemIndex === undefined ? [] : [itemIndex])].join('.');

/** The failure of one item, or of the whole page where there is none. */
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

/** Turns what the engine took out of a page into what can be decided: with its id, its fingerprint and its place in the order. */
export const itemOf = (page: PageEntry, extracted: Extracted, fingerprint: (data: Json) => string): Item => {
  const { itemIndex } = extracted;
  if (extracted.kind === 'filtered') return { kind: 'filtered', itemIndex };
  if (extracted.kind === 'refused') return { kind: 'refused', itemIndex, failure: failureOf(page, { ...extracted, kind: 'record' }) };
  const { source, stream } = page;
  const { key, cursor, data, occurredAt, title, pointer } = extracted;
  return {
    kind: 'seen',
    itemIndex,
    pointer,
    identity: { id: recordId(page, key), source, stream, key },
    seen: {
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
