import type { IncomingMessage } from 'node:http';
import { BadControlError } from '../http/bad-control-error';
import { jsonHeaders, problem, type SimulatedAnswer } from '../http/answer';
import { readJson } from '../http/read-json';
import type { LivingPosts } from '../jsonplaceholder/living-posts';
import type { Post } from '../jsonplaceholder/post';

type Fields = Partial<Omit<Post, 'id'>>;

const types = { userId: 'number', title: 'string', body: 'string' } as const;

const fieldsOf = (body: Record<string, unknown>): Fields => {
  for (const [name, value] of Object.entries(body)) {
    const type = Object.entries(types).find(([known]) => known === name)?.[1];
    if (!type) throw new BadControlError(`${name} is not a field to set: use ${Object.keys(types).join(', ')}`);
    if (typeof value !== type) throw new BadControlError(`${name} must be a ${type}`);
  }
  return body;
};

const answer = (status: number, body: unknown): SimulatedAnswer => ({ status, headers: { ...jsonHeaders }, body });

/** Handles `/_posts`: adds a post (POST), changes one (PATCH `/_posts/{id}`), removes one (DELETE). The public API is read-only. */
export const postsControl =
  (posts: LivingPosts) =>
  async (request: IncomingMessage, url: URL): Promise<SimulatedAnswer> => {
    const [, id] = /^\/_posts\/(\d+)$/.exec(url.pathname) ?? [];
    if (id === undefined) {
      if (url.pathname !== '/_posts' || request.method !== 'POST') return problem(405, 'use POST /_posts, PATCH or DELETE /_posts/{id}');
      return answer(201, posts.add(fieldsOf(await readJson(request))));
    }
    if (request.method !== 'PATCH' && request.method !== 'DELETE') return problem(405, '/_posts/{id} takes PATCH and DELETE');
    const result = request.method === 'PATCH' ? posts.edit(Number(id), fieldsOf(await readJson(request))) : posts.remove(Number(id));
    return result ? answer(200, result === true ? {} : result) : problem(404, `there is no post ${id}`);
  };
