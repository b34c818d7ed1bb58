import { createKey, openSession, revokeKey } from '@twl/pipeline';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { closedOperations } from '../testing/operations';

const ada = { who: 'ada', why: null };

/** Makes a key of an installation, and gives its text. */
const keyOf = async (api: ApiUnderTest, given: { expiresAt?: string | null; sources?: string[] | null } = {}) => {
  const { credentials, audit } = api.engine;
  const key = { name: 'export', role: 'admin' as const, sources: null, expiresAt: null, ...given };
  return createKey({ credentials, audit, clock: api.clock }, key, ada);
};

const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

const sessionOf = async ({ engine: { credentials }, clock }: ApiUnderTest) =>
  (await openSession({ credentials, clock }, { name: 'ada', identity: 'oidc', role: 'admin', sources: null, parent: null })).text;

/** Headers of strangers, and the code of the problem that they get. */
const strangers: Record<string, (api: ApiUnderTest, other: ApiUnderTest) => Promise<[Record<string, string>, string]>> = {
  'no key': async () => [{}, 'SIGN_IN_REQUIRED'],
  'a key that expired': async (api) => [bearer((await keyOf(api, { expiresAt: api.clock.iso() })).text), 'CREDENTIAL_REFUSED'],
  'a key that was revoked': async (api) => {
    const { key, text } = await keyOf(api);
    const { credentials, audit } = api.engine;
    await revokeKey({ credentials, audit, clock: api.clock }, key.id, ada);
    return [bearer(text), 'CREDENTIAL_REFUSED'];
  },
  'the key of another installation': async (_, other) => [bearer((await keyOf(other)).text), 'CREDENTIAL_REFUSED'],
  'a key with another secret': async (api) => {
    const { key } = await keyOf(api);
    return [bearer(`twl_${key.id}_${'0'.repeat(50)}`), 'CREDENTIAL_REFUSED'];
  },
  'the id of a key': async (api) => [bearer((await keyOf(api)).key.id), 'CREDENTIAL_REFUSED'],
  'a key as a password': async (api) => {
    const { text } = await keyOf(api);
    return [{ authorization: `Basic ${Buffer.from(`twl:${text}`).toString('base64')}` }, 'CREDENTIAL_REFUSED'];
  },
  'a key in a cookie': async (api) => [{ cookie: `twl-session=${(await keyOf(api)).text}` }, 'SIGN_IN_REQUIRED'],
  'a session in the header': async (api) => [bearer(await sessionOf(api)), 'CREDENTIAL_REFUSED'],
  'a session that was ended': async (api) => {
    const text = await sessionOf(api);
    await api.engine.credentials.revoke(text.split('_')[1]!, api.clock.iso());
    return [{ cookie: `twl-session=${text}` }, 'SIGN_IN_REQUIRED'];
  },
  'a token, where there is no issuer': async () => [bearer('eyJhbGciOiJub25lIn0.e30.'), 'CREDENTIAL_REFUSED'],
  'something else in the header': async () => [{ authorization: 'Bearer' }, 'CREDENTIAL_REFUSED'],
};

describe.each(Object.entries(strangers))('somebody with %s', (_, prepare) => {
  let [api, other]: ApiUnderTest[] = [];
  let [headers, code]: [Record<string, string>, string] = [{}, ''];
  beforeAll(async () => {
    api = await ApiUnderTest.start({ access: { anonymousRole: 'none' } });
    other = await ApiUnderTest.start();
    [headers, code] = await prepare(api, other);
  });
  afterAll(async () => {
    await api!.stop();
    await other!.stop();
  });

  it.each(closedOperations.map((one) => [one.id, one] as const))('may not call %s', async (id, { method, path }) => {
    const answer = await api!.ask(path, { method, headers });
    expect([id, problemIn(answer)]).toMatchObject([id, { status: 401, code }]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="twl"/);
  });
});

describe('the session of somebody who signed in', () => {
  let api: ApiUnderTest;
  let cookie: string;
  beforeAll(async () => {
    api = await ApiUnderTest.start({ access: { anonymousRole: 'none' } });
    cookie = `theme=dark; twl-session=${await sessionOf(api)}`;
  });
  afterAll(() => api.stop());

  const post = (headers: Record<string, string>) => api.ask('/api/failures/x/redrive', { method: 'POST', headers: { cookie, ...headers } });

  it('reads, and changes something for a page of this origin', async () => {
    expect((await api.ask('/api/sources', { headers: { cookie } })).status).toBe(200);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(404);
    const { host } = new URL(await api.app.getUrl());
    expect((await post({ origin: `http://${host}`, host })).status).toBe(404);
  });

  it.each<[string, Record<string, string>]>([
    ['of another origin of the same site', { 'sec-fetch-site': 'same-site' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['that the user came from nowhere to', { 'sec-fetch-site': 'none' }],
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['that does not say where it is from', {}],
  ])('changes nothing for a page %s', async (_, headers) => {
    expect(problemIn(await post(headers))).toMatchObject({ status: 403, code: 'CROSS_SITE' });
  });
});

describe('a key that is limited to a source', () => {
  let api: ApiUnderTest;
  let headers: Record<string, string>;
  beforeAll(async () => {
    api = await ApiUnderTest.start({ access: { anonymousRole: 'none' } });
    headers = bearer((await keyOf(api, { sources: ['shop', 'a.b'] })).text);
  });
  afterAll(() => api.stop());

  it.each([
    ['GET', '/api/records?source=shop'],
    ['GET', '/api/records/shop.orders.1'],
    ['GET', '/api/records/a~1b.orders.1'],
    ['GET', '/api/runs?source=shop'],
    ['GET', '/api/analytics?source=shop'],
    ['GET', '/api/sources/shop'],
    ['POST', '/api/failures/shop.orders.1.0/redrive'],
  ])('may %s %s', async (method, path) => {
    expect([401, 403]).not.toContain((await api.ask(path, { method, headers })).status);
  });

  it.each([
    ['GET', '/api/records'],
    ['GET', '/api/records?source=other'],
    ['GET', '/api/records?source=shop&source=other'],
    ['GET', '/api/records?source=SHOP'],
    ['GET', '/api/records/other.orders.1'],
    ['GET', '/api/records/shop~1x.orders.1'],
    ['GET', '/api/records/shop%2e.orders.1'.replace('%2e.', '%2Fx.')],
    ['GET', '/api/runs/other.orders.1'],
    ['GET', '/api/sources'],
    ['GET', '/api/audit'],
    ['GET', '/api/keys'],
    ['POST', '/api/sources/other/runs'],
    ['POST', '/api/redrives'],
  ])('may not %s %s', async (method, path) => {
    expect(problemIn(await api.ask(path, { method, headers }))).toMatchObject({ status: 403, code: 'SOURCE_NOT_ALLOWED' });
  });

  it('may redrive many failures of that source', async () => {
    const redrive = (body: object) => api.ask('/api/redrives', { method: 'POST', headers, body });
    expect((await redrive({ filter: { source: 'shop' } })).status).toBe(200);
    expect((await redrive({ ids: ['shop.orders.1.0', 'a~1b.x.1.0'] })).status).toBe(200);
    expect((await redrive({ ids: ['shop.orders.1.0', 'other.x.1.0'] })).status).toBe(403);
    expect((await redrive({ filter: {}, ids: [] })).status).toBe(403);
  });
});
