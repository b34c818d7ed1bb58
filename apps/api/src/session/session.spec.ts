import { sessionSchema, type Session } from '@twl/contracts';
import { createKey, revokeKey } from '@twl/pipeline';
import { ApiUnderTest, problemIn, type ApiResponse } from '../testing/api-under-test';
import { TestIssuer } from '../testing/test-issuer';
import { authorizationSchema, endedSessionSchema } from './session.dto';

const origin = 'https://localhost';
const page = { host: 'localhost', origin, 'sec-fetch-site': 'same-origin' };

/** The cookies that an answer leaves in a browser, as the browser sends them back. */
const cookiesOf = ({ headers }: ApiResponse): string => {
  const kept = new Map<string, string>();
  for (const line of headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') kept.delete(name);
    else kept.set(name, value);
  }
  return [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
};

let issuer: TestIssuer;
let api: ApiUnderTest;
beforeAll(async () => (issuer = await TestIssuer.start()));
afterAll(() => issuer.stop());
beforeEach(async () => (api = await ApiUnderTest.start({ access: { anonymousRole: 'none', oidc: issuer.config } })));
afterEach(() => api.stop());

const post = (path: string, body?: object, headers: Record<string, string> = page) =>
  api.ask(`/api/session/${path}`, { method: 'POST', body, headers });
const session = async (headers: Record<string, string> = {}): Promise<Session> =>
  sessionSchema.parse(JSON.parse((await api.ask('/api/session', { headers })).text));
const keyPorts = () => ({ credentials: api.engine.credentials, audit: api.engine.audit, clock: api.clock });
const makeKey = () =>
  createKey(keyPorts(), { name: 'me', role: 'operator', sources: ['shop'], expiresAt: null }, { who: 'ada', why: null });

it('says that nobody is signed in, and how to', async () => {
  expect(await session()).toEqual({ caller: null, signIn: { byKey: true, byIssuer: true }, readOnly: false });
});

describe('signing in with a key', () => {
  it('gives a cookie that no script reads and no other site has sent', async () => {
    const { text } = await makeKey();
    const answer = await post('key', { key: text });
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const line = answer.headers['set-cookie']!.at(-1)!;
    expect(line).toMatch(/^__Host-twl-session=twl_s\w+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/);
    expect(line + answer.text).not.toContain(text);
  });

  it('knows who that is from then on, with the role and the sources of the key', async () => {
    const { key, text } = await makeKey();
    const answer = await post('key', { key: text });
    const caller = { name: `me (${key.id})`, identity: 'api-key', role: 'operator', sources: ['shop'] };
    expect(JSON.parse(answer.text)).toMatchObject({ caller });
    const headers = { cookie: cookiesOf(answer) };
    expect(await session(headers)).toMatchObject({ caller });
    expect((await api.ask('/api/sources/shop', { headers })).status).toBe(200);
    expect((await api.ask('/api/sources', { headers })).status).toBe(403);
  });

  it('uses a plain cookie where the dashboard came by http', async () => {
    const { text } = await makeKey();
    const answer = await post(
      'key',
      { key: text },
      { host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
    );
    expect(answer.headers['set-cookie']!.at(-1)).toMatch(/^twl-session=twl_s\w+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
  });

  it('ends with the key', async () => {
    const { key, text } = await makeKey();
    const headers = { cookie: cookiesOf(await post('key', { key: text })) };
    await revokeKey(keyPorts(), key.id, { who: 'ada', why: null });
    expect(await session(headers)).toMatchObject({ caller: null });
  });

  it.each(['twl_k', 'x', `twl_k${'0'.repeat(14)}_${'0'.repeat(50)}`])('is refused with %s', async (key) => {
    const answer = await post('key', { key });
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'CREDENTIAL_REFUSED' });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(api.log.of('session.refused')).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another origin of the site', { origin: 'https://x.example.com', 'sec-fetch-site': 'same-site' }],
    ['nowhere', {}],
  ])('is not done for %s', async (_, headers) => {
    const { text } = await makeKey();
    expect(problemIn(await post('key', { key: text }, headers))).toMatchObject({ status: 403, code: 'CROSS_SITE' });
  });
});

describe('signing out', () => {
  it('ends the session, also for whoever copied the cookie', async () => {
    const { text } = await makeKey();
    const cookie = cookiesOf(await post('key', { key: text }));
    const answer = await post('end', undefined, { ...page, cookie });
    expect(endedSessionSchema.parse(JSON.parse(answer.text))).toEqual({ signedOut: true, issuerUrl: null });
    expect(cookiesOf(answer)).toBe('');
    expect(await session({ cookie })).toMatchObject({ caller: null });
  });

  it('does nothing for somebody who is not signed in', async () => {
    expect((await post('end')).status).toBe(200);
  });
});

describe('signing in at the issuer', () => {
  const begin = async () => {
    const answer = await post('authorization');
    const { searchParams, href } = new URL(authorizationSchema.parse(JSON.parse(answer.text)).url);
    return { href, asked: Object.fromEntries(searchParams), cookie: cookiesOf(answer) };
  };
  const idToken = (nonce: string | undefined, more: object = {}) =>
    issuer.token({
      sub: '8c1f',
      aud: 'dashboard',
      exp: api.clock.now() / 1000 + 60,
      email: 'ada@example.com',
      roles: ['operator'],
      nonce,
      ...more,
    });

  it('asks for a code with PKCE, and takes the ID token for it', async () => {
    const { href, asked, cookie } = await begin();
    expect(href.startsWith(`${issuer.url}/authorize?`)).toBe(true);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'dashboard',
      redirect_uri: `${origin}/signed-in`,
      code_challenge_method: 'S256',
    });
    issuer.codes.set('good', await idToken(asked['nonce']));
    const answer = await post('code', { code: 'good', state: asked['state'], iss: issuer.url }, { ...page, cookie });
    const caller = { name: 'ada@example.com (8c1f)', identity: 'oidc', role: 'operator', sources: null };
    expect(JSON.parse(answer.text)).toMatchObject({ caller });
    const headers = { cookie: cookiesOf(answer) };
    expect(await session(headers)).toMatchObject({ caller });
    const form = issuer.forms.at(-1)!;
    expect(form).toMatchObject({ grant_type: 'authorization_code', redirect_uri: `${origin}/signed-in`, client_id: 'dashboard' });
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(form['code_verifier']!));
    expect(Buffer.from(digest).toString('base64url')).toBe(asked['code_challenge']);
    const ended = await post('end', undefined, { ...page, ...headers });
    expect(JSON.parse(ended.text)).toMatchObject({ issuerUrl: expect.stringMatching(`^${issuer.url}/end\\?client_id=dashboard&`) });
  });

  it.each<[string, (asked: Record<string, string>) => Promise<[object, string?]>]>([
    ['a code that the issuer does not know', async ({ state }) => [{ code: 'other', state }]],
    ['another state', async () => [{ code: 'good', state: 'x'.repeat(43) }]],
    ['another browser', async ({ state }) => [{ code: 'good', state }, '']],
    ['the answer of another issuer', async ({ state }) => [{ code: 'good', state, iss: 'https://other.example.com' }]],
    ['the token of another sign-in', async ({ state }) => (issuer.codes.set('good', await idToken('x')), [{ code: 'good', state }])],
    [
      'the token of another client',
      async ({ state, nonce }) => (issuer.codes.set('good', await idToken(nonce, { aud: 'x' })), [{ code: 'good', state }]),
    ],
    [
      'a token that expired',
      async ({ state, nonce }) => (issuer.codes.set('good', await idToken(nonce, { exp: 1 })), [{ code: 'good', state }]),
    ],
    [
      'a token without an end',
      async ({ state, nonce }) => (issuer.codes.set('good', await idToken(nonce, { exp: undefined })), [{ code: 'good', state }]),
    ],
  ])('is refused with %s', async (_, prepare) => {
    const { asked, cookie } = await begin();
    issuer.codes.set('good', await idToken(asked['nonce']));
    const [body, instead = cookie] = await prepare(asked);
    const answer = await post('code', body, { ...page, cookie: instead });
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'CREDENTIAL_REFUSED' });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is refused for a user without a role', async () => {
    const { asked, cookie } = await begin();
    issuer.codes.set('good', await idToken(asked['nonce'], { roles: [] }));
    expect(problemIn(await post('code', { code: 'good', state: asked['state'] }, { ...page, cookie }))).toMatchObject({
      status: 403,
      code: 'ROLE_MISSING',
    });
  });

  it('is not there without an issuer', async () => {
    const other = await ApiUnderTest.start({ access: { anonymousRole: 'none' } });
    const answer = await other.ask('/api/session/authorization', { method: 'POST', headers: page });
    expect(problemIn(answer)).toMatchObject({ status: 404, code: 'NO_ISSUER' });
    await other.stop();
  });
});
