/** Limits of one batch. */
export interface RecordBatchLimits<T> {
  /** Number of items. */
  size: number;
  /** Sum of the weights. A heavier item forms a batch of its own. */
  weight: number;
  weigh(item: T): number;
}

/** Splits the items of a stream into batches within limits, in order. Marks the last batch, which may be empty. */
export async function* splitIntoBatches<T>(
  source: AsyncIterable<readonly T[]>,
  { size, weight, weigh }: RecordBatchLimits<T>,
): AsyncGenerator<{ items: T[]; isLast: boolean }> {
  let items: T[] = [];
  let batchWeight = 0;
  for await (const some of source) {
    for (const item of some) {
      const added = weigh(item);
      if (items.length === size || (items.length > 0 && batchWeight + added > weight)) {
        yield { items, isLast: false };
        items = [];
        batchWeight = 0;
      }
      items.push(item);
      batchWeight += added;
    }
  }
  yield { items, isLast: true };
}
