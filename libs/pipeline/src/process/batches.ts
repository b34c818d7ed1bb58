/** Cuts a stream into arrays of at most `size`; at least one, the last of them marked. */
export async function* batches<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<{ items: T[]; isLast: boolean }> {
  let items: T[] = [];
  for await (const item of source) {
    if (items.length === size) {
      yield { items, isLast: false };
      items = [];
    }
    items.push(item);
  }
  yield { items, isLast: true };
}
