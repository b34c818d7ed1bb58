import { jsonHeaders, type SimulatedResponse, type EndpointCall } from '../http/simulated-response';
import type { ChangingPosts } from './changing-posts';
import { createPost, type Post } from './post';
import { linkHeaderOf } from './page-links';

const records = { at: null, key: ['id'], number: ['userId'] } as const;
const defaultPageSize = 10;

const postsResponse = (body: unknown, headers: Record<string, string> = {}): SimulatedResponse => ({
  status: 200,
  headers: { ...jsonHeaders, ...headers },
  body,
  etag: true,
  pretty: true,
});

const numberParameter = (query: URLSearchParams, name: string): number | undefined => {
  const value = Number.parseInt(query.get(name) ?? '', 10);
  return Number.isNaN(value) ? undefined : value;
};

const fields = ['id', 'userId', 'title', 'body'] as const;

const filterPosts = (posts: Post[], query: URLSearchParams): Post[] =>
  posts.filter((post) => fields.every((field) => !query.has(field) || query.getAll(field).includes(String(post[field]))));

const createEndlessPage = (seed: string, call: EndpointCall, page: { number: number; size: number }): SimulatedResponse => {
  const first = call.endless === 'same' ? 0 : (page.number - 1) * page.size;
  const items = Array.from({ length: page.size }, (_, index) => createPost(seed, first + index + 1));
  const total = (page.number + 1) * page.size;
  const headers = { 'X-Total-Count': String(total), Link: linkHeaderOf(call.url, page.number, page.number + 1) };
  return { ...postsResponse(items, headers), records };
};

/** Serves `GET /posts` and `GET /posts/{id}` as json-server does. */
export const createPostsEndpoint =
  (seed: string, posts: ChangingPosts) =>
  (call: EndpointCall): SimulatedResponse => {
    if (call.rest !== '') {
      const post = /^\/\d+$/.test(call.rest) ? posts.get(Number(call.rest.slice(1))) : undefined;
      return post ? postsResponse(post) : { ...postsResponse({}), status: 404 };
    }
    const query = call.url.searchParams;
    const number = Math.max(1, numberParameter(query, '_page') ?? 1);
    const limit = numberParameter(query, '_limit');
    if (call.endless) return createEndlessPage(seed, call, { number, size: limit || defaultPageSize });
    return { ...listPosts(filterPosts(posts.all(), query), call.url, { number, limit }), records };
  };

const listPosts = (all: Post[], url: URL, asked: { number: number; limit: number | undefined }): SimulatedResponse => {
  const query = url.searchParams;
  const total = { 'X-Total-Count': String(all.length) };
  if (query.has('_page')) {
    const size = asked.limit || defaultPageSize;
    const items = all.slice((asked.number - 1) * size, asked.number * size);
    const links = items.length === 0 || items.length === all.length ? '' : linkHeaderOf(url, asked.number, Math.ceil(all.length / size));
    return postsResponse(items, links === '' ? total : { ...total, Link: links });
  }
  const start = numberParameter(query, '_start') ?? 0;
  const end = numberParameter(query, '_end') ?? (asked.limit === undefined ? undefined : start + asked.limit);
  return end === undefined ? postsResponse(all) : postsResponse(all.slice(start, end), total);
};
