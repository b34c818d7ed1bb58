import type { IncomingMessage } from 'node:http';
import { BadControlError } from '../http/bad-control-error';
import { jsonHeaders, problemResponse, type SimulatedResponse } from '../http/simulated-response';
import { readJson } from '../http/read-json';
import type { ChangingPosts } from '../jsonplaceholder/changing-posts';
import type { Post } from '../jsonplaceholder/post';

type Fields = Partial<Omit<Post, 'id'>>;

const types = { userId: 'number', title: 'string', body: 'string' } as const;

const checkFields = (body: Record<string, unknown>): Fields => {
  for (const [name, value] of Object.entries(body)) {
    const type = Object.entries(types).find(([known]) => known === name)?.[1];
    if (!type) throw new BadControlError(`${name} is not a field to set: use ${Object.keys(types).join(', ')}`);
    if (typeof value !== type) throw new BadControlError(`${name} must be a ${type}`);
  }
  return body;
};

const jsonResponse = (status: number, body: unknown): SimulatedResponse => ({ status, headers: { ...jsonHeaders }, body });

/** Handles `/_posts`: adds a post (POST), changes one (PATCH `/_posts/{id}`), removes one (DELETE). The public API is read-only. */
export const createPostsControl =
  (posts: ChangingPosts) =>
  async (request: IncomingMessage, url: URL): Promise<SimulatedResponse> => {
    const [, id] = /^\/_posts\/(\d+)$/.exec(url.pathname) ?? [];
    if (id === undefined) {
      if (url.pathname !== '/_posts' || request.method !== 'POST')
        return problemResponse(405, 'use POST /_posts, PATCH or DELETE /_posts/{id}');
      return jsonResponse(201, posts.add(checkFields(await readJson(request))));
    }
    if (request.method !== 'PATCH' && request.method !== 'DELETE') return problemResponse(405, '/_posts/{id} takes PATCH and DELETE');
    const result = request.method === 'PATCH' ? posts.edit(Number(id), checkFields(await readJson(request))) : posts.remove(Number(id));
    return result ? jsonResponse(200, result === true ? {} : result) : problemResponse(404, `there is no post ${id}`);
  };
