import type { StreamComparison } from '../comparison';
import { rows } from './items';

const one = () => () => ({ body: { items: rows(1) } });
const sign = ['authorization'];

/** Answers tokens on `/token`, and items on all else. */
const withToken =
  (token: (count: number) => unknown) =>
  () =>
  ({ path, count }: { path: string; count: number }) =>
    path === '/token' ? { body: token(count) } : { body: { items: rows(1) } };
const accessToken = withToken((count) => ({ access_token: `AT${count}`, expires_in: 3600, refresh_token: `R${count}` }));

export const requests: Record<string, StreamComparison> = {
  'path-parts': { api: () => () => ({ body: { items: rows(1) } }) },
  'body-form': { headers: ['x-num', 'x-bool', 'x-none', 'content-type'], api: one },
  graphql: { api: one },
  'no-auth': { headers: sign, api: one },
  'basic-auth': { config: { u: 'me', p: 'pw' }, headers: sign, api: one },
  bearer: { config: { t: 'tok' }, headers: sign, api: one },
  'api-key-param': { config: { t: 'tok' }, api: one },
  'api-key-header': { config: { t: 'tok' }, headers: ['x-api-key'], api: one },
  'api-key-body': { config: { t: 'tok' }, api: one },
  'oauth-refresh': { config: { c: 'cid', s: 'sec', r: 'ref' }, headers: sign, api: accessToken },
  'oauth-client': { config: { c: 'cid', s: 'sec' }, headers: sign, api: accessToken },
  'oauth-json': { config: { c: 'cid', s: 'sec', r: 'ref' }, headers: sign, api: withToken(() => ({ data: { tok: 'X' }, ttl: 60 })) },
  'oauth-rotating': { config: { c: 'cid', s: 'sec', r: 'ref' }, headers: sign, api: accessToken },
  session: {
    config: { u: 'me' },
    headers: ['x-tok'],
    api:
      () =>
      ({ path }) =>
        path === '/login' ? { body: { data: { id: 'S1' } } } : { body: { items: rows(1) } },
  },
  'session-bearer': {
    differs: 'without `expiration_duration` the Python engine logs in twice for every request, ours once',
    config: { u: 'me' },
    headers: sign,
    api:
      () =>
      ({ path }) =>
        path === '/login' ? { body: { data: { id: 'S1' } } } : { body: { items: rows(1) } },
  },
  'legacy-session': {
    config: { u: 'me', p: 'pw' },
    headers: ['x-session'],
    api:
      () =>
      ({ path }) => {
        if (path === '/session') return { body: { id: 'L1' } };
        return path === '/current' ? { status: 200, body: {} } : { body: { items: rows(1) } };
      },
  },
  jwt: { config: { k: 'a-key-of-some-length-for-hmac-1234' }, headers: sign, api: one },
  selective: { config: { how: { kind: 'key' }, t: 'tok' }, headers: ['x-api-key', 'authorization'], api: one },
  'many-tokens': {
    config: { tokens: 'a1,b2' },
    headers: sign,
    api:
      () =>
      ({ path, headers }) => {
        const reset = Math.floor(Date.now() / 1000) + 3600;
        const remaining = headers.authorization === 'token a1' ? 1 : 500;
        return path === '/quota' ? { body: { rate: { limit: 500, remaining, reset } } } : { body: { items: rows(1) } };
      },
  },
  properties: {
    api:
      () =>
      ({ query }) => {
        const names = query['fields']!.split(',');
        const item = (id: string) => Object.fromEntries(names.map((name) => [name, name === 'id' ? id : `${id}${name}`]));
        return { body: { items: ['x', 'y'].map(item) } };
      },
  },
  'properties-offset': {
    api:
      () =>
      ({ query }) => {
        const item = ({ id }: { id: number }) => Object.fromEntries(query['fields']!.split(',').map((name) => [name, `r${id}`]));
        const from = Number(query['offset'] ?? 0);
        return {
          body: {
            items: rows(5)
              .slice(from, from + 2)
              .map(item),
          },
        };
      },
  },
  'properties-endpoint': {
    api:
      () =>
      ({ path, query }) => {
        if (path === '/properties') return { body: { all: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } };
        const names = query['fields']!.split(',');
        return { body: { items: [Object.fromEntries([...names, 'id'].map((name) => [name, `1${name}`]))] } };
      },
  },
};
