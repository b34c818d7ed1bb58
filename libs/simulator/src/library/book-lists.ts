import { jsonHeaders, problemResponse, type SimulatedResponse, type EndpointCall } from '../http/simulated-response';
import type { Book } from './book';

const okResponse = (body: unknown, headers: Record<string, string> = {}): SimulatedResponse => ({
  status: 200,
  headers: { ...jsonHeaders, ...headers },
  body,
  etag: true,
});

const defaultLimit = 10;
const mostLimit = 50;

const numberParameter = (call: EndpointCall, name: string, otherwise: number): number => {
  const value = Number.parseInt(call.url.searchParams.get(name) ?? '', 10);
  return Number.isNaN(value) || value < 0 ? otherwise : value;
};

const limitOf = (call: EndpointCall): number => Math.min(numberParameter(call, 'limit', defaultLimit), mostLimit) || defaultLimit;

const pageAt = (books: Book[], offset: number, limit: number): { page: Book[]; next: number | null } => ({
  page: books.slice(offset, offset + limit),
  next: offset + limit < books.length ? offset + limit : null,
});

const addressWith = (url: URL, parameters: Record<string, string>): string => {
  const next = new URL(url);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, value);
  return next.href;
};

const encodeToken = (offset: number): string => Buffer.from(`offset ${String(offset)}`).toString('base64url');
const decodeToken = (token: string): number => Number(/^offset (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? NaN);

type BookList = (books: Book[], call: EndpointCall) => SimulatedResponse;

const pageByToken = (books: Book[], token: string, limit: number): SimulatedResponse => {
  const offset = token === '' ? 0 : decodeToken(token);
  if (Number.isNaN(offset)) return problemResponse(400, 'this token does not belong to a page');
  const { page, next } = pageAt(books, offset, limit);
  return okResponse({ books: page, next: next === null ? null : encodeToken(next) });
};

/** The same books with every kind of paging, by the path below the library. */
export const bookLists: Record<string, BookList> = {
  books: (books) => okResponse(books),
  'by-page': (books, call) =>
    okResponse(pageAt(books, (Math.max(1, numberParameter(call, 'page', 1)) - 1) * limitOf(call), limitOf(call)).page),
  'by-offset': (books, call) => {
    const { page } = pageAt(books, numberParameter(call, 'offset', 0), limitOf(call));
    return okResponse({ total: books.length, books: page });
  },
  'by-token': (books, call) => pageByToken(books, call.url.searchParams.get('token') ?? '', limitOf(call)),
  'by-link': (books, call) => {
    const { page, next } = pageAt(books, numberParameter(call, 'start', 0), limitOf(call));
    return okResponse(page, next === null ? {} : { Link: `<${addressWith(call.url, { start: String(next) })}>; rel="next"` });
  },
  'by-next-url': (books, call) => {
    const { page, next } = pageAt(books, numberParameter(call, 'start', 0), limitOf(call));
    return okResponse({ books: page, links: { next: next === null ? null : addressWith(call.url, { start: String(next) }) } });
  },
  'by-last-id': (books, call) => {
    const rest = books.filter(({ id }) => id > numberParameter(call, 'after', 0));
    return okResponse({ books: rest.slice(0, limitOf(call)), more: rest.length > limitOf(call) });
  },
  search: (books, call) => {
    const { token = '', limit = defaultLimit } = call.json() as { token?: string; limit?: number };
    return pageByToken(books, token, Math.min(limit, mostLimit));
  },
  changes: (books, call) => {
    const timeOf = (name: string, otherwise: number): number => Date.parse(call.url.searchParams.get(name) ?? '') || otherwise;
    const [since, until] = [timeOf('since', 0), timeOf('until', Infinity)];
    return okResponse({ books: books.filter(({ updated_at }) => Date.parse(updated_at) >= since && Date.parse(updated_at) <= until) });
  },
  'by-genre': (books, call) => okResponse({ books: books.filter(({ genre }) => genre === call.url.searchParams.get('genre')) }),
  'as-table': (books) => okResponse([{ total: books.length }, [Object.keys(books[0] ?? {}), ...books.map((book) => Object.values(book))]]),
  'by-id': (books) => okResponse({ books: Object.fromEntries(books.map(({ id, ...book }) => [String(id), book])) }),
};

export { okResponse };
