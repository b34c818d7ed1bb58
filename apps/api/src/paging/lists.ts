import type { List } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { bytesInJson } from '@twl/platform';
import type { Cursors } from './cursors';

/** What a list was asked: filters, how many, and from where on. */
export interface ListQuery {
  limit: number;
  cursor?: string;
}

/** One page as a store gives it. */
export interface StorePage<T> {
  items: T[];
  next: string | null;
  looked?: number;
}

/** What a store is asked: the same, with its own position in place of a cursor. */
type StoreQuery<Q> = Omit<Q, 'cursor'> & { limit: number; after?: string };

type Read<Q, T> = (query: StoreQuery<Q>) => Promise<StorePage<T>>;

/** Items read at once where their bytes are counted, so that many large ones are not held together. */
const atOnce = 50;

/** Reads lists page by page from stores, which know positions, for askers, who know signed cursors. */
export class Lists {
  /**
   * Without `maxBytes` a page has as many items as were asked for. With it, it ends before its items are longer than that, as {@link bytesInJson}
   * counts.
   */
  constructor(
    private readonly cursors: Cursors,
    private readonly maxBytes?: number,
  ) {}

  /** One page of a named list. @throws BadCursorError */
  async page<Q extends ListQuery, T>(list: string, { cursor, ...asked }: Q, read: Read<Q, T>): Promise<List<T>> {
    const { limit, ...filters } = asked;
    const scope = { ...filters, ' list': list };
    const query = (cursor === undefined ? asked : { ...asked, after: this.cursors.open(cursor, scope) }) as StoreQuery<Q>;
    const { items, next, looked } = await (this.maxBytes === undefined ? read(query) : within(this.maxBytes, query, read));
    return { items, page: { limit, next: next === null ? null : this.cursors.seal(next, scope), ...(looked !== undefined && { looked }) } };
  }
}

/** A page whose items are no longer than `maxBytes` together. Of a first item that is longer by itself it is that one, for a walk has to go on. */
const within = async <Q, T>(maxBytes: number, query: StoreQuery<Q>, read: Read<Q, T>): Promise<StorePage<T>> => {
  const shown: StorePage<T> = { items: [], next: query.after ?? null };
  let [wanted, room] = [query.limit, maxBytes];
  for (;;) {
    const limit = Math.min(wanted - shown.items.length, atOnce);
    const page = await read({ ...query, limit, ...(shown.next !== null && { after: shown.next }) });
    const { count, bytes } = fitting(page.items, room);
    if (count < page.items.length) {
      if (count === 0 && shown.items.length > 0) return shown;
      const fewer = Math.max(count, 1);
      // Only the store knows the position behind an item in the middle of its page: it is asked for those that fit.
      wanted = shown.items.length + fewer;
      if (fewer < limit) continue;
    }
    shown.items.push(...page.items);
    shown.next = page.next;
    if (page.looked !== undefined) shown.looked = (shown.looked ?? 0) + page.looked;
    room -= bytes;
    if (page.next === null || page.items.length < limit || shown.items.length >= wanted) return shown;
  }
};

/** How many items from the first on fit, and their bytes. */
const fitting = (items: readonly unknown[], room: number): { count: number; bytes: number } => {
  let [count, bytes] = [0, 0];
  for (const item of items) {
    const more = bytes + bytesInJson(toJsonText(item)) + 1;
    if (more > room) break;
    [count, bytes] = [count + 1, more];
  }
  return { count, bytes };
};
