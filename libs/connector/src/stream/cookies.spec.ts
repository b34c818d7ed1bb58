import { makeManifest, type ManifestStreamParts } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const byToken = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
  pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition: '{{ not response.next }}' },
};
const opened = async (parts: ManifestStreamParts, script: (request: SeenRequest) => ScriptedResponse, settings?: unknown) => {
  const http = new ScriptedHttp(script);
  const source = await loadFolder({ manifest: makeManifest(parts), settings, http });
  expect(source.problems).toEqual([]);
  return { http, stream: source.streams[0]! };
};
const cookiesOf = (http: ScriptedHttp) => http.seen.map(({ headers }) => headers['cookie']);

describe('a source with a session in a cookie', () => {
  const script = ({ query, headers }: SeenRequest): ScriptedResponse => {
    if (!query['page']) return { setCookies: ['sid=abc; Path=/; HttpOnly', 'lb=1'], body: { items: [{ id: 1 }], next: '2' } };
    return headers['cookie']?.includes('sid=abc') ? { body: { items: [{ id: 2 }] } } : { status: 403 };
  };

  it('gets it back for the pages that follow', async () => {
    const { http, stream } = await opened({ retriever: { paginator: byToken } }, script);
    expect(fieldsOf((await readStream(stream)).items, 'id')).toEqual([1, 2]);
    expect(cookiesOf(http)).toEqual([undefined, 'sid=abc; lb=1']);
  });

  it('begins another one with each run', async () => {
    const { http, stream } = await opened({ retriever: { paginator: byToken } }, script);
    await readStream(stream);
    await readStream(stream);
    expect(cookiesOf(http)).toEqual([undefined, 'sid=abc; lb=1', undefined, 'sid=abc; lb=1']);
  });

  it('finds nothing of it in the pages and in what is told of them', async () => {
    const { stream } = await opened({ retriever: { paginator: byToken } }, ({ query }) =>
      query['page']
        ? { status: 403, body: { message: 'session canary-value has no right to this' } }
        : { setCookies: ['sid=canary-value'], body: { items: [{ id: 1 }], next: '2' } },
    );
    const { events, end } = await readStream(stream);
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('session *** has no right') });
    expect(JSON.stringify(events)).not.toMatch(/canary-value|set-cookie/i);
  });
});

describe('a login that sets a cookie', () => {
  const login = {
    type: 'SessionTokenAuthenticator',
    login_requester: { type: 'HttpRequester', url_base: 'https://api.test', path: '/login', http_method: 'POST' },
    session_token_path: ['token'],
    expiration_duration: 'PT1H',
    request_authentication: { type: 'Bearer' },
  };
  const script = ({ path, headers }: SeenRequest): ScriptedResponse => {
    if (path === '/login') return { setCookies: ['sid=of-login'], body: { token: 'token-value' } };
    return headers['cookie'] === 'sid=of-login' ? { body: { items: [{ id: 1 }] } } : { status: 401 };
  };

  it('has it sent with the token, in the runs that use the token again as well', async () => {
    const { http, stream } = await opened({ requester: { authenticator: login } }, script);
    for (let run = 0; run < 2; run += 1) expect(fieldsOf((await readStream(stream)).items, 'id')).toEqual([1]);
    expect(http.lines).toEqual(['POST /login', 'GET /items', 'GET /items']);
  });
});
