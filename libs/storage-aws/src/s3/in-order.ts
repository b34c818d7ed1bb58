import { requireValue } from '@twl/ports';
/** Looks up many items at the same time and yields the results in order. At most `atOnce` are in progress. */
export async function* inOrder<T, R>(items: AsyncIterable<T>, atOnce: number, lookUp: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const started = lookUp(item);
    // Awaited in its turn; without a handler an earlier failure would count as unhandled.
    started.catch(() => undefined);
    underWay.push(started);
    if (underWay.length >= atOnce) yield await requireValue(underWay.shift(), 'look-up in progress');
  }
  for (const last of underWay) yield await last;
}
