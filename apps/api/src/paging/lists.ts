import type { List } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { bytesInJson } from '@twl/platform';
import type { Cursors } from './cursors';

/** Query of a list: filters, limit and cursor. */
export interface ListQuery {
  limit: number;
  cursor?: string;
}

/** One list page from a store. */
export interface StorePage<T> {
  items: T[];
  next: string | null;
  scanned?: number;
}

/** Query of a store: the same, with its list position instead of a cursor. */
type StoreQuery<Q> = Omit<Q, 'cursor'> & { limit: number; after?: string };

type ReadPage<Q, T> = (query: StoreQuery<Q>) => Promise<StorePage<T>>;

/** Maximum number of items to read at once if bytes are limited, so that many large items are not in memory together. */
const maxItemsPerRead = 50;

/** Reads list pages from stores and converts their positions to signed cursors. */
export class Lists {
  /**
   * Without `maxBytes` only the number of items limits a page. With it, a page ends before its items exceed that size, as {@link bytesInJson}
   * counts.
   */
  constructor(
    private readonly cursors: Cursors,
    private readonly maxBytes?: number,
  ) {}

  /** Reads one page of a list. `list` is its name. @throws BadCursorError */
  async page<Q extends ListQuery, T>(list: string, { cursor, ...asked }: Q, readPage: ReadPage<Q, T>): Promise<List<T>> {
    const { limit, ...filters } = asked;
    const scope = { ...filters, ' list': list };
    const query = (cursor === undefined ? asked : { ...asked, after: this.cursors.open(cursor, scope) }) as StoreQuery<Q>;
    const { items, next, scanned } = await (this.maxBytes === undefined
      ? readPage(query)
      : readWithinBytes(this.maxBytes, query, readPage));
    return {
      items,
      page: { limit, next: next === null ? null : this.cursors.seal(next, scope), ...(scanned !== undefined && { scanned }) },
    };
  }
}

/** Reads a page of at most `maxBytes`, but of at least one item, so that every page moves the cursor on. */
const readWithinBytes = async <Q, T>(maxBytes: number, query: StoreQuery<Q>, readPage: ReadPage<Q, T>): Promise<StorePage<T>> => {
  const result: StorePage<T> = { items: [], next: query.after ?? null };
  let [wanted, room] = [query.limit, maxBytes];
  for (;;) {
    const limit = Math.min(wanted - result.items.length, maxItemsPerRead);
    const page = await readPage({ ...query, limit, ...(result.next !== null && { after: result.next }) });
    const { count, bytes } = countFitting(page.items, room);
    if (count < page.items.length) {
      if (count === 0 && result.items.length > 0) return result;
      const fewer = Math.max(count, 1);
      // Only the store knows the position after an item in the middle of its page, so read again with a smaller limit.
      wanted = result.items.length + fewer;
      if (fewer < limit) continue;
    }
    result.items.push(...page.items);
    result.next = page.next;
    if (page.scanned !== undefined) result.scanned = (result.scanned ?? 0) + page.scanned;
    room -= bytes;
    if (page.next === null || page.items.length < limit || result.items.length >= wanted) return result;
  }
};

/** Counts the items from the start that fit into `room`, and their bytes. */
const countFitting = (items: readonly unknown[], room: number): { count: number; bytes: number } => {
  let [count, bytes] = [0, 0];
  for (const item of items) {
    const more = bytes + bytesInJson(toJsonText(item)) + 1;
    if (more > room) break;
    [count, bytes] = [count + 1, more];
  }
  return { count, bytes };
};
