import type { List } from '@twl/contracts';
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

/** Reads one page of a named list from a store, which knows positions, for an asker, who knows signed cursors. */
export async function walk<Q extends ListQuery, T>(
  { cursors, list, query }: { cursors: Cursors; list: string; query: Q },
  read: (query: Omit<Q, 'cursor'> & { after?: string }) => Promise<StorePage<T>>,
): Promise<List<T>> {
  const { cursor, ...asked } = query;
  const { limit, ...filters } = asked;
  const scope = { ...filters, ' list': list };
  const { items, next, looked } = await read(cursor === undefined ? asked : { ...asked, after: cursors.open(cursor, scope) });
  return { items, page: { limit, next: next === null ? null : cursors.seal(next, scope), ...(looked !== undefined && { looked }) } };
}
