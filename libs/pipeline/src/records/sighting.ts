import { recordId, streamId, type Failure, type Json } from '@twl/contracts';
import type { Extracted, PageEntry, PageRef } from '@twl/ports';
import type { RecordIdentity } from './record-state';
import { flaggedFingerprint, type Observation } from './timeline';

/** One item of a page, ready to be decided. */
export type Item =
  /** `isLate`: of a page that the pipeline made itself; it counts as no record fetched. `pointer`: its place in its page. */
  | { kind: 'seen'; index: number; identity: RecordIdentity; seen: Observation; isLate?: true; pointer?: string }
  | { kind: 'refused'; index: number; failure: Failure }
  | { kind: 'filtered'; index: number };

/** The same sighting where the source says that the record is deleted: it has its place in the order, and being gone is its content. */
export const asDeleted = (item: Extract<Item, { kind: 'seen' }>): Item => ({
  ...item,
  seen: { ...item.seen, fingerprint: flaggedFingerprint, deleted: true },
});

/** Names a failure by the place it came from, so that applying a page again names the same one. */
export const failureId = (page: PageRef, index?: number): string =>
  [streamId(page), page.seq, page.index, ...(index === undefined ? [] : [index])].join('.');

/** The failure of one item, or of the whole page where there is none. */
export const failureOf = (
  page: Pick<PageEntry, keyof PageRef | 'key' | 'fetchedAt'>,
  refused: Pick<Failure, 'reason' | 'detail'> &
    Partial<Pick<Failure, 'pointer' | 'data' | 'kind' | 'attempts' | 'key'>> & { index?: number },
): Failure => ({
  id: failureId(page, refused.index),
  kind: refused.kind ?? (refused.index === undefined ? 'page' : 'record'),
  status: 'open',
  source: page.source,
  stream: page.stream,
  run: page.run,
  seq: page.seq,
  page: page.index,
  reason: refused.reason,
  detail: refused.detail,
  pointer: refused.pointer ?? '',
  rawRef: { key: page.key, index: refused.index ?? 0, run: page.run },
  data: refused.data ?? null,
  attempts: refused.attempts ?? 1,
  at: page.fetchedAt,
  ...(refused.key !== undefined && { key: refused.key }),
});

/** Turns what the engine took out of a page into what can be decided: with its id, its fingerprint and its place in the order. */
export const itemOf = (page: PageEntry, extracted: Extracted, fingerprint: (data: Json) => string): Item => {
  const { index } = extracted;
  if (extracted.kind === 'filtered') return { kind: 'filtered', index };
  if (extracted.kind === 'refused') return { kind: 'refused', index, failure: failureOf(page, { ...extracted, kind: 'record' }) };
  const { source, stream } = page;
  const { key, cursor, data, occurredAt, title, pointer } = extracted;
  return {
    kind: 'seen',
    index,
    pointer,
    identity: { id: recordId(page, key), source, stream, key },
    seen: {
      order: { cursor, seq: page.seq, page: page.index, index },
      at: page.fetchedAt,
      rawRef: { key: page.key, index, run: page.run },
      fingerprint: fingerprint(data),
      title,
      occurredAt,
      data,
    },
  };
};
