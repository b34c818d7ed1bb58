import type { Json } from '@twl/contracts';
import { HttpError, type FetchedPage } from '@twl/ports';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { makeManifest, makeStream, type ManifestStreamParts } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream, type ReadChoices, type ReadResult } from '../testing/source-folder';
import { allSpellingsOf, spellings } from '../testing/spellings';

const canary = 'c4n4ry/+=&%?#"\'\\<>~é😀:@,s3cret end';
const signs = fc.constantFrom(...'/+=&%?#"\'\\<> ~é😀:@,', ...'aZ9_-.');
const anySecret = fc.tuple(fc.string({ unit: signs, minLength: 8, maxLength: 20 })).map(([odd]) => `k${odd}k`);
const option = (inject_into: string, field_name: string) => ({ type: 'RequestOption', inject_into, field_name });
const key = {
  authenticator: { type: 'ApiKeyAuthenticator', api_token: '{{ config.key }}', inject_into: option('request_parameter', 'q') },
};
const byAddress = {
  paginator: {
    type: 'DefaultPaginator',
    page_token_option: { type: 'RequestPath' },
    pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition: '{{ not response.next }}' },
  },
};

const opened = async (parts: ManifestStreamParts, script: (request: SeenRequest, count: number) => ScriptedResponse, secret = canary) => {
  const http = new ScriptedHttp(script);
  const settings = { config: { key: { secret: 'KEY' } } };
  const source = await loadFolder({ manifest: makeManifest({ requester: key, ...parts }), settings, http, secrets: { KEY: secret } });
  expect(source.problems).toEqual([]);
  return { http, read: (choices?: ReadChoices) => readStream(source.streams[0]!, choices) };
};

const textOf = async ({ body }: FetchedPage): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of body.open()) parts.push(part);
  return Buffer.concat(parts).toString();
};

/** All that a read lets out: pages and what is kept with them, records, refused records, states, waits, notes and the end. */
const letOut = async ({ events, items, pages }: ReadResult): Promise<string> =>
  JSON.stringify([events, items]) +
  JSON.stringify(items.map((item) => JSON.stringify(item))) +
  (await Promise.all(pages.map(textOf))).join();

/** The spellings of a secret that stand in a text. */
const leaks = (text: string, secret: string): string[] => allSpellingsOf(secret).filter((each) => text.includes(each));

const places: Record<string, (written: string) => ScriptedResponse> = {
  'a record': (written) => ({ body: { items: [{ id: 1, written }] } }),
  'a key of a record': (written) => ({ body: { items: [{ id: written, [written]: 1 }] } }),
  'a refused record': (written) => ({ body: { items: [{ name: written }] } }),
  'a page that is no JSON': (written) => ({ body: `<html>${written}</html>` }),
  headers: (written) => ({
    headers: {
      etag: `"${written}"`,
      link: `<https://api.test/?k=${written}>`,
      'x-total-count': written,
      'content-type': `application/json; k=${written}`,
    },
    body: { items: [] },
  }),
  'an error': (written) => ({ status: 400, body: { message: `no right for ${written}` } }),
  'a wait': (written) => ({ status: 429, headers: { 'retry-after': '3600' }, body: { message: written } }),
  'a failed connection': (written) => ({ error: new HttpError('HTTP_FORBIDDEN', `leads to http://other.test/${written}`) }),
};

describe('a secret that the source repeats', () => {
  it.each(Object.entries(places))('in %s is let out in no spelling', async (_place, response) => {
    await fc.assert(
      fc.asyncProperty(anySecret, fc.constantFrom(...Object.keys(spellings)), async (secret, name) => {
        const { read } = await opened({}, () => response(spellings[name]!(secret)), secret);
        expect(leaks(await letOut(await read()), secret)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('is let out by no response that is written in another way than JSON.stringify does', async () => {
    for (const write of Object.values(spellings)) {
      const { read } = await opened({}, () => ({ body: `{"items":[{"id":1,"text":"${write(canary)}"}]}` }));
      expect(leaks(await letOut(await read()), canary)).toEqual([]);
    }
  });

  it('in base64 and in gzip is not let out either', async () => {
    const basic = { authenticator: { type: 'BasicHttpAuthenticator', username: 'me', password: '{{ config.key }}' } };
    const { read, http } = await opened({ requester: basic }, ({ headers }) => ({
      body: { items: [{ id: 1, sent: headers['authorization'] }] },
    }));
    expect(fieldsOf((await read()).items, 'sent')).toEqual(['Basic ***']);
    expect(http.seen[0]!.headers['authorization']).toBe(`Basic ${Buffer.from(`me:${canary}`).toString('base64')}`);
    const packed = { decoder: { type: 'GzipDecoder', decoder: { type: 'JsonlDecoder' } } };
    const rows = await opened({ fieldPath: [], retriever: packed }, () => ({
      body: gzipSync(JSON.stringify({ id: 1, key: `(${canary})` })),
    }));
    expect(fieldsOf((await rows.read()).items, 'key')).toEqual(['(***)']);
  });

  it('was made for the run: a token, a signature, a cookie', async () => {
    const token = {
      type: 'OAuthAuthenticator',
      token_refresh_endpoint: 'https://api.test/token',
      client_id: 'me',
      client_secret: '{{ config.key }}',
      refresh_token: 'r',
    };
    const jwt = { type: 'JwtAuthenticator', secret_key: '{{ config.key }}', algorithm: 'HS256', header_prefix: 'Bearer' };
    for (const authenticator of [token, jwt]) {
      const { read } = await opened({ requester: { authenticator } }, ({ path, headers }) =>
        path === '/token'
          ? { body: { access_token: 'acc3ss/c4n4ry+out' } }
          : { body: { items: [{ id: 1, sent: headers['authorization'] }] } },
      );
      expect(fieldsOf((await read()).items, 'sent')).toEqual(['Bearer ***']);
    }
    const { read } = await opened({}, () => ({
      setCookies: ['sid=c4n4ry-session; HttpOnly', 'lang=en-US-posix'],
      body: { items: [{ id: 1, a: 'c4n4ry-session', b: 'en-US-posix' }] },
    }));
    const { items } = await read();
    expect([fieldsOf(items, 'a'), fieldsOf(items, 'b')]).toEqual([['***'], ['en-US-posix']]);
  });

  it('is put into records by the manifest as stars', async () => {
    const transformations = [{ type: 'AddFields', fields: [{ type: 'AddedFieldDefinition', path: ['from'], value: '{{ config.key }}' }] }];
    const { read } = await opened({ stream: { transformations } }, () => ({ body: { items: [{ id: 1 }] } }));
    expect(fieldsOf((await read()).items, 'from')).toEqual(['***']);
    expect(leaks(await letOut(await read({ extracts: true })), canary)).toEqual([]);
  });

  it('stays where the body is divided into the responses it consists of', async () => {
    const list = {
      type: 'QueryProperties',
      property_list: ['a', 'b'],
      always_include_properties: ['id'],
      property_chunking: {
        type: 'PropertyChunking',
        property_limit_type: 'property_count',
        property_limit: 1,
        record_merge_strategy: { type: 'GroupByKeyMergeStrategy', key: 'id' },
      },
    };
    const { read } = await opened({ requester: { ...key, request_parameters: { fields: list } } }, ({ query }) => ({
      body: { items: [{ id: 1, [query['fields']!.split(',').at(-1)!]: `of ${canary}` }] },
    }));
    const result = await read();
    expect(result.items).toMatchObject([
      { kind: 'record', data: { id: 1, a: expect.stringMatching(/^of \*+$/), b: expect.stringMatching(/^of \*+$/) } },
    ]);
    expect(leaks(await letOut(result), canary)).toEqual([]);
  });
});

describe('paging by addresses that hold the secret', () => {
  const written =
    (write: (text: string) => string, secret = canary) =>
    (page: number) =>
      `https://api.test/items?page=${page}&q=${write(secret)}`;
  const list =
    (next: (page: number) => string, late = Infinity) =>
    ({ query }: SeenRequest): ScriptedResponse => {
      const page = Number(query['page'] ?? 1);
      if (page >= late) return { status: 429, headers: { 'retry-after': '3600' } };
      return { body: { items: [{ id: page }], ...(page < 4 ? { next: next(page + 1) } : {}) }, headers: { etag: `"${page}"` } };
    };
  const retriever = byAddress;
  // The address tells the key itself.
  const requester = {};

  it.each(['component', 'component in lower case', 'strict', 'form'])(
    'goes on with what came, and lets out none of it: %s',
    async (name) => {
      const { read, http } = await opened({ requester, retriever }, list(written(spellings[name]!)));
      const result = await read();
      expect(result.end.state).toBe('complete');
      expect(fieldsOf(result.items, 'id')).toEqual([1, 2, 3, 4]);
      expect(http.seen.slice(1).map(({ query }) => query['q'])).toEqual([canary, canary, canary]);
      expect(leaks(await letOut(result), canary)).toEqual([]);
    },
  );

  it.each(['component', 'component in lower case', 'strict', 'form'])('can go on in a later run: %s', async (name) => {
    const first = await opened({ requester, retriever }, list(written(spellings[name]!), 4));
    const { cursor, end } = await first.read({ budgetMs: 60_000 });
    expect(end.state).toBe('deferred');
    expect([leaks(JSON.stringify(cursor), canary), JSON.stringify(cursor)]).toEqual([[], expect.stringContaining('{secret:KEY:')]);
    const second = await opened({ requester, retriever }, list(written(spellings[name]!)));
    const result = await second.read({ cursor });
    expect(second.http.seen.map(({ query }) => [query['page'], query['q']])).toEqual([
      ['3', canary],
      ['4', canary],
    ]);
    expect(result.end).toMatchObject({ state: 'complete', continued: true });
  });

  it('begins at the beginning where the secret cannot be written again as it was', async () => {
    const first = await opened({ requester, retriever }, list(written(spellings['every byte']!), 4));
    const { cursor } = await first.read({ budgetMs: 60_000 });
    expect(leaks(JSON.stringify(cursor), canary)).toEqual([]);
    const second = await opened({ requester, retriever }, list(written(encodeURIComponent)));
    const { end, items } = await second.read({ cursor });
    expect(end.state).toBe('complete');
    expect(fieldsOf(items, 'id')).toEqual([1, 2, 3, 4]);
  });

  it('takes nothing that the source wrote itself for a secret of the state', async () => {
    const forged = (page: number) => `https://api.test/items?page=${page}&q={secret:KEY:plain}`;
    const first = await opened({ requester, retriever }, list(forged, 4));
    const { cursor } = await first.read({ budgetMs: 60_000 });
    const second = await opened({ requester, retriever }, list(forged));
    await second.read({ cursor });
    expect(second.http.seen.map(({ query }) => query['q'])).toEqual(['{secret:KEY:plain}', '{secret:KEY:plain}']);
  });

  it('is an unchanged page when it comes again, and is not asked about by validators', async () => {
    const { read, http } = await opened({ requester, retriever }, list(written(encodeURIComponent)));
    const { pages } = await read();
    const previous = (line: string) => {
      const page = pages.find(({ requestLine }) => requestLine === line);
      return page && { etag: page.headers['etag'], sha256: page.body.sha256, page: {} as never, open: async () => page.body };
    };
    const again = await read({ previous: previous as ReadChoices['previous'] });
    expect(again.pages.map(({ same }) => same)).toEqual([true, true, true, true]);
    expect(http.seen.slice(4).map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, undefined, '"4"']);
    expect(fieldsOf(again.items, 'id')).toEqual([1, 2, 3, 4]);
  });
});

describe('parts of a stream that hold the secret', () => {
  it('are asked for as they are, and kept without it', async () => {
    const { read, http } = await opened(
      {
        requester: { path: '/items/{{ stream_partition.parent }}' },
        retriever: {
          partition_router: {
            type: 'SubstreamPartitionRouter',
            parent_stream_configs: [
              { type: 'ParentStreamConfig', parent_key: 'token', partition_field: 'parent', stream: makeStream({ name: 'parents' }) },
            ],
          },
        },
      },
      ({ path }) => ({ body: { items: path === '/parents' ? [{ id: 1, token: encodeURIComponent(canary) }] : [{ id: 2 }] } }),
    );
    const result = await read();
    expect(http.seen[1]!.url.pathname).toBe(`/items/${encodeURIComponent(canary)}`);
    expect(result.pages[0]!.partition).toMatchObject({ parent: '***' });
    expect(leaks(await letOut(result), canary)).toEqual([]);
  });
});

describe('a short secret', () => {
  it('is told of, for answers keep it', async () => {
    const settings = { config: { key: { secret: 'KEY' } as Json } };
    const source = await loadFolder({ manifest: makeManifest(), settings, http: new ScriptedHttp(() => ({})), secrets: { KEY: 'demo' } });
    expect(source.warnings).toEqual([expect.stringContaining('config.key: the secret has less than 8 characters')]);
  });
});
