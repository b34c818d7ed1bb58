import type { StreamComparison } from '../comparison';
import { between, days, rows } from './items';

const slice = (from: number, size: number) => days.slice(from, from + size);
const byPage =
  (size: number) =>
  ({ body, query }: { body: string; query: Record<string, string> }) => {
    const page = Number(query['page'] ?? new URLSearchParams(body).get('page') ?? 1);
    return { body: { items: slice((page - 1) * size, size) } };
  };

const tooLarge = { status: 413, body: { error: 'too large' } };

/** A source that refuses pages of more than so many records. */
const atMost =
  (most: number) =>
  ({ query }: { query: Record<string, string> }) => {
    const [from, size] = [Number(query['offset'] ?? 0), Number(query['limit'])];
    return size > most ? tooLarge : { body: { items: slice(from, size) } };
  };

/** A source that refuses stretches of more than so many days. */
const shortWindow = (most: number) => (asked: { query: Record<string, string> }) => {
  const { from = '', to = '' } = asked.query;
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 >= most ? { status: 422 } : between(asked);
};

export const paging: Record<string, StreamComparison> = {
  'page-increment': { api: () => byPage(10) },
  'page-increment-first-page': {
    api:
      () =>
      ({ query }) => ({ body: { items: slice(Number(query['page']) * 10, 10) } }),
  },
  'page-increment-form': { api: () => byPage(10) },
  offset: {
    headers: ['limit'],
    api:
      () =>
      ({ query }) => ({ body: { items: slice(Number(query['offset'] ?? 0), 10) } }),
  },
  'offset-header': {
    headers: ['x-offset', 'x-size'],
    api:
      () =>
      ({ headers }) => ({ body: { items: slice(Number(headers['x-offset'] ?? 0), Number(headers['x-size'])) } }),
  },
  'cursor-token': {
    api:
      () =>
      ({ query }) => {
        const from = Number(query['token'] ?? 0);
        return { body: { items: slice(from, 5), ...(from + 5 < 25 ? { next: from + 5 } : {}) } };
      },
  },
  'last-record': {
    api:
      () =>
      ({ query }) => ({ body: { items: slice(query['after'] === undefined ? 0 : Number(query['after']) + 1, 10) } }),
  },
  'link-path': {
    api:
      (base) =>
      ({ query }) => {
        const page = Number(query['p'] ?? 0);
        const Link = page < 2 ? `<${base}/items?p=${page + 1}&q=a+b>; rel="next"` : `<${base}/items>; rel="first"`;
        return { headers: { Link }, body: { items: rows(2, page * 2) } };
      },
  },
  'body-json': {
    api:
      () =>
      ({ count }) => ({ body: { items: rows(count < 3 ? 2 : 1, count * 2) } }),
  },
  'no-pagination': { api: () => () => ({ body: { items: rows(3) } }) },
  'pagination-reset': {
    api:
      () =>
      ({ query, count }) => {
        if (count === 2) return { status: 400, body: { error: 'scroll expired' } };
        const page = Number(query['page'] ?? 1);
        return { body: { items: slice((page - 1) * 10, 10) } };
      },
  },
  'page-size-offset': { api: () => atMost(6) },
  'page-size-cursor': {
    api:
      () =>
      ({ query }) => {
        const from = Number(query['from'] ?? 0);
        return Number(query['limit']) > (from === 0 ? 5 : 9) ? tooLarge : { body: { items: slice(from, Number(query['limit'])) } };
      },
  },
  'page-size-least': { fails: true, api: () => atMost(6) },
  'page-size-attempts': { fails: true, api: () => atMost(2) },
  'window-splitting': { slicedBy: ['from'], api: () => shortWindow(6) },
  'window-splitting-partition': { slicedBy: ['x', 'from'], api: () => shortWindow(4) },
  'pagination-reset-split': {
    api:
      () =>
      ({ query }) => {
        const found = days.filter((day) => day.at >= query['from']! && day.at <= query['to']!);
        const page = Number(query['page'] ?? 1);
        return { body: { items: found.slice((page - 1) * 5, page * 5) } };
      },
  },
};
