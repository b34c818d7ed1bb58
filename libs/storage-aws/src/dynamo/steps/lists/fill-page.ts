/** Hints looked at for one page of a list; a filter that few pass ends with a short page and a place to go on from. */
const budget = 1000;

/** Hints that are looked up together at most. */
const atOnce = 100;

interface Place {
  time: number;
  key: string;
}

/**
 * Reads on along hints until a page is full and it is known whether more follows, or the budget is spent. `read` says what a hint leads
 * to; undefined where it leads to nothing that is wanted. Of hints that follow each other and say the same one counts.
 */
export const fillPage = async <H extends Place, T>(
  hints: AsyncIterable<H>,
  { limit, read }: { limit: number; read: (hints: readonly H[]) => Promise<(T | undefined)[]> },
): Promise<{ items: T[]; next: H | null; looked: number }> => {
  const found: { item: T; hint: H }[] = [];
  let [looked, size] = [0, Math.min(atOnce, limit + 1)];
  let batch: H[] = [];
  let last: H | undefined;
  const look = async (): Promise<boolean> => {
    const items = await read(batch);
    batch.forEach((hint, i) => {
      const item = items[i];
      if (item !== undefined) found.push({ item, hint });
    });
    [batch, size] = [[], atOnce];
    return found.length > limit;
  };
  for await (const hint of hints) {
    if (last && last.time === hint.time && last.key === hint.key) continue;
    last = hint;
    batch.push(hint);
    looked += 1;
    if (batch.length < size && looked < budget) continue;
    if (await look()) break;
    if (looked >= budget) return { items: found.map(({ item }) => item), next: last, looked };
  }
  if (batch.length > 0) await look();
  const items = found.slice(0, limit).map(({ item }) => item);
  return { items, next: found.length > limit ? found[limit - 1]!.hint : null, looked };
};
