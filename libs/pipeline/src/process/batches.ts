/** How much an array may hold. */
export interface RecordBatchLimits<T> {
  /** Items. */
  size: number;
  /** The sum of what `weigh` says of them; an item that is heavier stands alone. */
  weight: number;
  weigh(item: T): number;
}

/** Cuts what a stream gives into arrays within limits, in order, the last of them marked; at least that one. */
export async function* batches<T>(
  source: AsyncIterable<readonly T[]>,
  { size, weight, weigh }: RecordBatchLimits<T>,
): AsyncGenerator<{ items: T[]; isLast: boolean }> {
  let items: T[] = [];
  let held = 0;
  for await (const some of source) {
    for (const item of some) {
      const added = weigh(item);
      if (items.length === size || (items.length > 0 && held + added > weight)) {
        yield { items, isLast: false };
        items = [];
        held = 0;
      }
      items.push(item);
      held += added;
    }
  }
  yield { items, isLast: true };
}
