import { jsonHeaders, problem, type SimulatedAnswer, type Call } from '../http/answer';
import type { Book } from './book';

const ok = (body: unknown, headers: Record<string, string> = {}): SimulatedAnswer => ({
  status: 200,
  headers: { ...jsonHeaders, ...headers },
  body,
  etag: true,
});

const defaultLimit = 10;
const mostLimit = 50;

const numberIn = (call: Call, name: string, otherwise: number): number => {
  const value = Number.parseInt(call.url.searchParams.get(name) ?? '', 10);
  return Number.isNaN(value) || value < 0 ? otherwise : value;
};

const limitOf = (call: Call): number => Math.min(numberIn(call, 'limit', defaultLimit), mostLimit) || defaultLimit;

const pageAt = (books: Book[], offset: number, limit: number): { page: Book[]; next: number | null } => ({
  page: books.slice(offset, offset + limit),
  next: offset + limit < books.length ? offset + limit : null,
});

const addressWith = (url: URL, parameters: Record<string, string>): string => {
  const next = new URL(url);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, value);
  return next.href;
};

const seal = (offset: number): string => Buffer.from(`offset ${String(offset)}`).toString('base64url');
const unseal = (token: string): number => Number(/^offset (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? NaN);

type Shelf = (books: Book[], call: Call) => SimulatedAnswer;

const byToken = (books: Book[], token: string, limit: number): SimulatedAnswer => {
  const offset = token === '' ? 0 : unseal(token);
  if (Number.isNaN(offset)) return problem(400, 'this token does not belong to a page');
  const { page, next } = pageAt(books, offset, limit);
  return ok({ books: page, next: next === null ? null : seal(next) });
};

/** The same books with every kind of paging, by the path below the library. */
export const shelves: Record<string, Shelf> = {
  books: (books) => ok(books),
  'by-page': (books, call) => ok(pageAt(books, (Math.max(1, numberIn(call, 'page', 1)) - 1) * limitOf(call), limitOf(call)).page),
  'by-offset': (books, call) => {
    const { page } = pageAt(books, numberIn(call, 'offset', 0), limitOf(call));
    return ok({ total: books.length, books: page });
  },
  'by-token': (books, call) => byToken(books, call.url.searchParams.get('token') ?? '', limitOf(call)),
  'by-link': (books, call) => {
    const { page, next } = pageAt(books, numberIn(call, 'start', 0), limitOf(call));
    return ok(page, next === null ? {} : { Link: `<${addressWith(call.url, { start: String(next) })}>; rel="next"` });
  },
  'by-next-url': (books, call) => {
    const { page, next } = pageAt(books, numberIn(call, 'start', 0), limitOf(call));
    return ok({ books: page, links: { next: next === null ? null : addressWith(call.url, { start: String(next) }) } });
  },
  'by-last-id': (books, call) => {
    const rest = books.filter(({ id }) => id > numberIn(call, 'after', 0));
    return ok({ books: rest.slice(0, limitOf(call)), more: rest.length > limitOf(call) });
  },
  search: (books, call) => {
    const { token = '', limit = defaultLimit } = call.json() as { token?: string; limit?: number };
    return byToken(books, token, Math.min(limit, mostLimit));
  },
  changes: (books, call) => {
    const timeOf = (name: string, otherwise: number): number => Date.parse(call.url.searchParams.get(name) ?? '') || otherwise;
    const [since, until] = [timeOf('since', 0), timeOf('until', Infinity)];
    return ok({ books: books.filter(({ updated_at }) => Date.parse(updated_at) >= since && Date.parse(updated_at) <= until) });
  },
  'by-genre': (books, call) => ok({ books: books.filter(({ genre }) => genre === call.url.searchParams.get('genre')) }),
  'as-table': (books) => ok([{ total: books.length }, [Object.keys(books[0]!), ...books.map((book) => Object.values(book))]]),
  'by-id': (books) => ok({ books: Object.fromEntries(books.map(({ id, ...book }) => [String(id), book])) }),
};

export { ok };
