/** One page of a list of a store. */
interface StorePage<T> {
  items: T[];
  next: string | null;
}

/** Items of one request to a store at most. */
const pageLimit = 200;

/** Reads the first items of a list of a store, page by page. `more` is true if the list goes on. */
export const collectPages = async <T>(
  limit: number,
  read: (query: { limit: number; after?: string }) => Promise<StorePage<T>>,
): Promise<{ items: T[]; more: boolean }> => {
  const items: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read({ limit: Math.min(pageLimit, limit - items.length), ...(after !== undefined && { after }) });
    items.push(...page.items);
    if (page.next === null || items.length >= limit) return { items, more: page.next !== null };
    after = page.next;
  }
};
