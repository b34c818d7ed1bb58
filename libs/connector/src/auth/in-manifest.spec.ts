import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';

const option = { type: 'RequestOption', inject_into: 'header', field_name: 'X-Session' };
const login = { type: 'HttpRequester', url_base: 'https://api.test', path: '/login', http_method: 'POST' };
const session = { type: 'SessionTokenAuthenticator', login_requester: login, session_token_path: ['sid'], expiration_duration: 'PT1H' };
const jwt = { type: 'JwtAuthenticator', secret_key: 'key', algorithm: 'HS256' };
const oauth = { type: 'OAuthAuthenticator', token_refresh_endpoint: 'https://api.test/token', client_id: 'id', client_secret: 's3cret' };
const quota = { type: 'TokenQuota', name: 'all', remaining_path: ['left'], reset_path: ['reset'] };
const status = { type: 'QuotaStatusSource', url: 'https://api.test/quota' };

/** What the source of these tests answers beside the items. */
const responses: Record<string, object> = {
  '/login': { sid: 'session' },
  '/token': { access_token: 'bought', expires_in: 60 },
  '/quota': { left: 5, reset: 1900000000 },
  '/me': {},
};

describe('an authenticator in a manifest', () => {
  it.each<[object, Record<string, string>]>([
    [{ type: 'NoAuth' }, {}],
    [{ type: 'ApiKeyAuthenticator', header: 'X-Key', api_token: '{{ config.key }}' }, { 'x-key': 'key of the config' }],
    [{ type: 'ApiKeyAuthenticator', inject_into: option, api_token: 'a' }, { 'x-session': 'a' }],
    [{ type: 'BearerAuthenticator', api_token: 'a' }, { authorization: 'Bearer a' }],
    [{ type: 'BasicHttpAuthenticator', username: 'a', password: 'b' }, { authorization: 'Basic YTpi' }],
    [{ ...jwt, header_prefix: 'Bearer' }, { authorization: expect.stringMatching(/^Bearer ey/) as string }],
    [{ ...oauth, refresh_token: 'r' }, { authorization: 'Bearer bought' }],
    [{ ...oauth, grant_type: 'client_credentials', refresh_token_updater: {} }, { authorization: 'Bearer bought' }],
    [{ ...oauth, use_profile_assertion: true, profile_assertion: jwt }, { authorization: 'Bearer bought' }],
    [{ ...session, request_authentication: { type: 'ApiKey', inject_into: option } }, { 'x-session': 'session' }],
    [{ ...session, request_authentication: { type: 'Bearer' } }, { authorization: 'Bearer session' }],
    [
      {
        type: 'LegacySessionTokenAuthenticator',
        header: 'X-Session',
        login_url: '/login',
        validate_session_url: '/me',
        session_token_response_key: 'sid',
        session_token: 'given',
      },
      { 'x-session': 'given' },
    ],
    [
      {
        type: 'SelectiveAuthenticator',
        authenticator_selection_path: ['how'],
        authenticators: { none: { type: 'NoAuth' }, token: { type: 'BearerAuthenticator', api_token: 'b' } },
      },
      { authorization: 'Bearer b' },
    ],
    [
      { type: 'RateLimitedMultipleTokenAuthenticator', tokens: 'a,b', quota_status_source: status, quotas: [quota] },
      { authorization: 'Bearer a' },
    ],
  ])('%j signs the requests of the stream', async (authenticator, headers) => {
    const http = new ScriptedHttp(({ path }) => ({ body: responses[path] ?? { items: [{ id: 1 }] } }));
    const settings = { config: { key: 'key of the config', how: 'token' } };
    const source = await loadFolder({ manifest: makeManifest({ requester: { authenticator } }), settings, http });
    expect(source.problems).toEqual([]);
    const { end } = await readStream(source.streams[0]!);
    expect(end).toMatchObject({ kind: 'end', state: 'complete' });
    const asked = http.seen.filter(({ path }) => path === '/items');
    expect(asked.map((request) => request.headers)).toEqual([expect.objectContaining(headers)]);
  });
});
