import { jsonHeaders, type SimulatedAnswer, type Call } from '../http/answer';
import type { LivingPosts } from './living-posts';
import { newPost, type Post } from './post';
import { pageLinks } from './page-links';

const records = { at: null, key: ['id'], number: ['userId'] } as const;
const defaultPageSize = 10;

const answer = (body: unknown, headers: Record<string, string> = {}): SimulatedAnswer => ({
  status: 200,
  headers: { ...jsonHeaders, ...headers },
  body,
  etag: true,
  pretty: true,
});

const whole = (query: URLSearchParams, name: string): number | undefined => {
  const value = Number.parseInt(query.get(name) ?? '', 10);
  return Number.isNaN(value) ? undefined : value;
};

const fields = ['id', 'userId', 'title', 'body'] as const;

const matching = (posts: Post[], query: URLSearchParams): Post[] =>
  posts.filter((post) => fields.every((field) => !query.has(field) || query.getAll(field).includes(String(post[field]))));

const endlessPage = (seed: string, call: Call, page: { number: number; size: number }): SimulatedAnswer => {
  const first = call.endless === 'same' ? 0 : (page.number - 1) * page.size;
  const items = Array.from({ length: page.size }, (_, index) => newPost(seed, first + index + 1));
  const total = (page.number + 1) * page.size;
  const headers = { 'X-Total-Count': String(total), Link: pageLinks(call.url, page.number, page.number + 1) };
  return { ...answer(items, headers), records };
};

/** Serves `GET /posts` and `GET /posts/{id}` as json-server does. */
export const postsEndpoint =
  (seed: string, posts: LivingPosts) =>
  (call: Call): SimulatedAnswer => {
    if (call.rest !== '') {
      const post = /^\/\d+$/.test(call.rest) ? posts.get(Number(call.rest.slice(1))) : undefined;
      return post ? answer(post) : { ...answer({}), status: 404 };
    }
    const query = call.url.searchParams;
    const number = Math.max(1, whole(query, '_page') ?? 1);
    const limit = whole(query, '_limit');
    if (call.endless) return endlessPage(seed, call, { number, size: limit || defaultPageSize });
    return { ...list(matching(posts.all(), query), call.url, { number, limit }), records };
  };

const list = (all: Post[], url: URL, asked: { number: number; limit: number | undefined }): SimulatedAnswer => {
  const query = url.searchParams;
  const total = { 'X-Total-Count': String(all.length) };
  if (query.has('_page')) {
    const size = asked.limit || defaultPageSize;
    const items = all.slice((asked.number - 1) * size, asked.number * size);
    const links = items.length === 0 || items.length === all.length ? '' : pageLinks(url, asked.number, Math.ceil(all.length / size));
    return answer(items, links === '' ? total : { ...total, Link: links });
  }
  const start = whole(query, '_start') ?? 0;
  const end = whole(query, '_end') ?? (asked.limit === undefined ? undefined : start + asked.limit);
  return end === undefined ? answer(all) : answer(all.slice(start, end), total);
};
