import { requireValue } from '@twl/ports';
/** Looks up many things at the same time and gives the results in order. At most `atOnce` are under way. */
export async function* inOrder<T, R>(items: AsyncIterable<T>, atOnce: number, lookUp: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const started = lookUp(item);
    // Waited for in its turn: until then nobody else may take its failure for one that nobody looks at.
    started.catch(() => undefined);
    underWay.push(started);
    if (underWay.length >= atOnce) yield await requireValue(underWay.shift(), 'look-up under way');
  }
  for (const last of underWay) yield await last;
}
