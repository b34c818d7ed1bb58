import { generateKeyPair, type JWTPayload } from 'jose';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { closedOperations } from '../testing/operations';
import { TestIssuer, type TokenOptions } from '../testing/test-issuer';

const now = Date.parse('2026-01-31T12:00:00.000Z') / 1000;
const good: JWTPayload = { sub: '8c1f', aud: 'twl-api', exp: now + 3600, iat: now, email: 'ada@example.com', roles: ['admin'] };

let issuer: TestIssuer;
let api: ApiUnderTest;
beforeAll(async () => {
  issuer = await TestIssuer.start();
  api = await ApiUnderTest.start({ access: { anonymousRole: 'none', oidc: issuer.config } });
  await api.clock.advance(now * 1000 - api.clock.now());
});
afterAll(async () => {
  await api.stop();
  await issuer.stop();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const without = (name: string): JWTPayload => ({ ...good, [name]: undefined });

/** A row without options would make the test wait for a callback. */
const rows = (given: [string, JWTPayload, TokenOptions?][]) =>
  given.map(([name, claims, options = {}]) => [name, claims, options] as const);

describe('an access token', () => {
  const ask = async (claims: JWTPayload, options?: TokenOptions) =>
    api.ask('/api/sources', { headers: bearer(await issuer.token(claims, options)) });

  it.each(
    rows([
      ['of the issuer', good],
      ['for several audiences', { ...good, aud: ['other', 'twl-api'] }],
      ['by its type', good, { header: { typ: 'at+jwt' } }],
      ['that expired just now, by another clock', { ...good, exp: now - 20 }],
      ['of Cognito, which names the client', { ...without('aud'), client_id: 'twl-api', token_use: 'access' }],
      ['whose roles are a text', { ...good, roles: 'other twl:viewer' }],
    ]),
  )('is taken: %s', async (_, claims, options) => {
    expect((await ask(claims, options)).status).toBe(200);
  });

  it.each(
    rows([
      ['that expired', { ...good, exp: now - 31 }],
      ['that never expires', without('exp')],
      ['without a subject', without('sub')],
      ['that is not valid yet', { ...good, nbf: now + 60 }],
      ['of another issuer', { ...good, iss: 'https://other.example.com' }],
      ['for another audience', { ...good, aud: 'other' }],
      ['for nobody', without('aud')],
      ['for a client that is not said to be an access token', { ...without('aud'), client_id: 'twl-api' }],
      ['with another key id', good, { header: { kid: 'two' } }],
      ['that is an ID token by its type', good, { header: { typ: 'id+jwt' } }],
      ['that is an ID token of Cognito', { ...good, token_use: 'id' }],
      ['that is an ID token by its nonce', { ...good, nonce: 'x' }],
      ['signed with a shared secret', good, { header: { alg: 'HS256' }, key: Buffer.alloc(32, 'one') }],
    ]),
  )('is refused: %s', async (_, claims, options) => {
    expect(problemIn(await ask(claims, options))).toMatchObject({ status: 401, code: 'CREDENTIAL_REFUSED' });
  });

  it('names its user in the audit log', async () => {
    const headers = bearer(await issuer.token(good));
    await api.ask('/api/keys', { method: 'POST', headers, body: { name: 'export', role: 'viewer', who: 'grace' } });
    const { items } = await api.engine.audit.list({ limit: 1, action: 'create-key' });
    expect(items).toMatchObject([{ who: 'ada@example.com (8c1f)', identity: 'oidc', stated: 'grace' }]);
  });

  it('without a role may do nothing, and is told so', async () => {
    expect(problemIn(await ask({ ...good, roles: ['other'] }))).toMatchObject({ status: 403, code: 'ROLE_MISSING' });
  });

  it('of an issuer that cannot be reached is a 503, and is taken when it can be again', async () => {
    const other = await ApiUnderTest.start({ access: { anonymousRole: 'none', oidc: issuer.config } });
    await other.clock.advance(now * 1000 - other.clock.now());
    const headers = bearer(await issuer.token(good));
    issuer.status = 500;
    expect(problemIn(await other.ask('/api/sources', { headers }))).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    issuer.status = 200;
    expect((await other.ask('/api/sources', { headers })).status).toBe(200);
    await other.stop();
  });
});

describe.each<[string, () => Promise<string>]>([
  ['signed by another key', async () => issuer.token(good, { key: (await generateKeyPair('ES256')).privateKey })],
  ['without a signature', async () => (await issuer.token(good)).replace(/[^.]+$/, '')],
  ['that expired', () => issuer.token({ ...good, exp: now - 100 })],
  ['of another issuer', () => issuer.token({ ...good, iss: 'https://other.example.com' })],
])('a token %s', (_, make) => {
  it.each(closedOperations.map((one) => [one.id, one] as const))('may not call %s', async (id, { method, path }) => {
    const answer = await api.ask(path, { method, headers: bearer(await make()) });
    expect([id, problemIn(answer)]).toMatchObject([id, { status: 401, code: 'CREDENTIAL_REFUSED' }]);
  });
});
