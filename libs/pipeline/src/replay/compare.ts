import type { CuratedRecord } from '@twl/contracts';
import { requireValue } from '@twl/ports';

/** What a replay would make of the records that are shown. */
export interface Comparison {
  new: number;
  changed: number;
  unchanged: number;
  removed: number;
  /** Of those that are shown and would be removed, how many only because the pages that brought them are no longer kept. */
  lost: number;
  /** The first few that differ, before and after. */
  samples: { id: string; before: CuratedRecord | null; after: CuratedRecord | null }[];
}

const sampleLimit = 5;

interface CompareOptions {
  isCompared?: ((record: CuratedRecord) => boolean) | undefined;
  isKept?: (record: CuratedRecord) => boolean;
}

/**
 * Compares two exports, both in order of ids. Records are equal when their fingerprint, title and time are.
 * @param options.isCompared of a record that is on both sides, one of them has to be; default all are
 * @param options.isKept whether the page that brought a record is among those applied; default all are
 */
export const compare = async (
  before: AsyncIterable<CuratedRecord>,
  after: AsyncIterable<CuratedRecord>,
  { isCompared = () => true, isKept = () => true }: CompareOptions = {},
): Promise<Comparison> => {
  const result: Comparison = { new: 0, changed: 0, unchanged: 0, removed: 0, lost: 0, samples: [] };
  for await (const [old, fresh] of merged(before, after)) {
    if (old && !fresh && old.deletedAt === undefined && !isKept(old)) result.lost += 1;
    if (![old, fresh].some((side) => side && isCompared(side))) continue;
    const kind = !old ? 'new' : !fresh ? 'removed' : isEqual(old, fresh) ? 'unchanged' : 'changed';
    result[kind] += 1;
    if (kind !== 'unchanged' && result.samples.length < sampleLimit) {
      result.samples.push({ id: requireValue(old ?? fresh, 'record on either side').id, before: old ?? null, after: fresh ?? null });
    }
  }
  return result;
};

const isEqual = (a: CuratedRecord, b: CuratedRecord): boolean =>
  a.fingerprint === b.fingerprint && a.title === b.title && a.occurredAt === b.occurredAt;

/** Walks two lists that are sorted by id side by side. */
async function* merged(
  left: AsyncIterable<CuratedRecord>,
  right: AsyncIterable<CuratedRecord>,
): AsyncGenerator<[CuratedRecord | undefined, CuratedRecord | undefined]> {
  const a = left[Symbol.asyncIterator]();
  const b = right[Symbol.asyncIterator]();
  const nextOf = async (list: AsyncIterator<CuratedRecord>) => {
    const { value, done } = await list.next();
    return done ? undefined : value;
  };
  let old = await nextOf(a);
  let fresh = await nextOf(b);
  while (old || fresh) {
    const isOldNext = old !== undefined && (!fresh || old.id <= fresh.id);
    const isFreshNext = fresh !== undefined && (!old || fresh.id <= old.id);
    yield [isOldNext ? old : undefined, isFreshNext ? fresh : undefined];
    if (isOldNext) old = await nextOf(a);
    if (isFreshNext) fresh = await nextOf(b);
  }
}
