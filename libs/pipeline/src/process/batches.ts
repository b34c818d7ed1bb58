/** Cuts what a stream gives into arrays of `size`, the last of them shorter and marked; at least that one. */
export async function* batches<T>(source: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<{ items: T[]; isLast: boolean }> {
  let items: T[] = [];
  for await (const some of source) {
    items = items.length === 0 ? [...some] : items.concat(some);
    for (; items.length > size; items = items.slice(size)) yield { items: items.slice(0, size), isLast: false };
  }
  yield { items, isLast: true };
}
