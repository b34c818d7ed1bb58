/** Entries read for one page of a list. A selective filter can make a page short, with a cursor to continue. */
const budget = 1000;

/** The most entries that are looked up together. */
const entriesAtOnce = 100;

interface EntryPosition {
  time: number;
  key: string;
}

/**
 * Reads entries until a page is full and it is known whether more follows, or the budget is spent. `read` returns the item of an entry;
 * undefined if it does not match. Consecutive entries with the same item count once.
 */
export const fillPage = async <H extends EntryPosition, T>(
  entries: AsyncIterable<H>,
  { limit, read }: { limit: number; read: (entries: readonly H[]) => Promise<(T | undefined)[]> },
): Promise<{ items: T[]; next: H | null; scanned: number }> => {
  const found: { item: T; entry: H }[] = [];
  let [scanned, size] = [0, Math.min(entriesAtOnce, limit + 1)];
  let batch: H[] = [];
  let last: H | undefined;
  const look = async (): Promise<boolean> => {
    const items = await read(batch);
    batch.forEach((entry, i) => {
      const item = items[i];
      if (item !== undefined) found.push({ item, entry });
    });
    [batch, size] = [[], entriesAtOnce];
    return found.length > limit;
  };
  for await (const entry of entries) {
    if (last && last.time === entry.time && last.key === entry.key) continue;
    last = entry;
    batch.push(entry);
    scanned += 1;
    if (batch.length < size && scanned < budget) continue;
    if (await look()) break;
    if (scanned >= budget) return { items: found.map(({ item }) => item), next: last, scanned };
  }
  if (batch.length > 0) await look();
  const items = found.slice(0, limit).map(({ item }) => item);
  return { items, next: found.length > limit ? (found[limit - 1]?.entry ?? null) : null, scanned };
};
