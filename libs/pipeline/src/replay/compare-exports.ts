import type { CuratedRecord } from '@twl/contracts';
import { requireValue } from '@twl/ports';

/** How the records of a replay differ from the shown ones. */
export interface Comparison {
  new: number;
  changed: number;
  unchanged: number;
  removed: number;
  /** Number of shown records that would be removed only because their pages have expired. */
  lost: number;
  /** The first few differing records, before and after. */
  samples: { id: string; before: CuratedRecord | null; after: CuratedRecord | null }[];
}

const sampleLimit = 5;

interface CompareOptions {
  isCompared?: ((record: CuratedRecord) => boolean) | undefined;
  isKept?: (record: CuratedRecord) => boolean;
}

/**
 * Compares two exports, both in order of ids. Records are equal when their fingerprint, title and time are.
 * @param options.isCompared whether a record is compared; for a record on both sides one of them is enough; default all are
 * @param options.isKept whether the page of a record is among the applied ones; default all are
 */
export const compareExports = async (
  before: AsyncIterable<CuratedRecord>,
  after: AsyncIterable<CuratedRecord>,
  { isCompared = () => true, isKept = () => true }: CompareOptions = {},
): Promise<Comparison> => {
  const result: Comparison = { new: 0, changed: 0, unchanged: 0, removed: 0, lost: 0, samples: [] };
  for await (const [old, fresh] of mergeById(before, after)) {
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

/** Merges two lists that are sorted by id. */
async function* mergeById(
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
