import { apiKeySchema, auditEntrySchema, listOf } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { createdKeySchema } from './keys.dto';

describe('API keys', () => {
  let api: ApiUnderTest;
  beforeEach(async () => (api = await ApiUnderTest.start({ access: { anonymousRole: 'until-key' } })));
  afterEach(() => api.stop());

  const make = async (body: object, headers: Record<string, string> = {}) => {
    const answer = await api.ask('/api/keys', { method: 'POST', body, headers });
    expect([answer.status, answer.headers['cache-control'], answer.text]).toEqual([201, 'no-store', expect.any(String)]);
    const { key, text } = createdKeySchema.parse(JSON.parse(answer.text));
    return { key, headers: { authorization: `Bearer ${text}` }, text };
  };

  const list = async (headers: Record<string, string>, query = '') =>
    listOf(apiKeySchema).parse(JSON.parse((await api.ask(`/api/keys${query}`, { headers })).text));

  it('close the product that was open on this machine', async () => {
    expect((await api.ask('/api/sources')).status).toBe(200);
    const { headers } = await make({ name: 'me', role: 'admin' });
    expect(problemIn(await api.ask('/api/sources'))).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
    expect((await api.ask('/api/sources', { headers })).status).toBe(200);
    expect((await api.ask('/api/health/live')).status).toBe(200);
  });

  it('do not open it again when the last one is revoked', async () => {
    const { key, headers } = await make({ name: 'me', role: 'admin' });
    await api.ask(`/api/keys/${key.id}/revoke`, { method: 'POST', headers });
    expect((await api.ask('/api/sources')).status).toBe(401);
    expect(problemIn(await api.ask('/api/sources', { headers }))).toMatchObject({ status: 401, code: 'CREDENTIAL_REFUSED' });
  });

  it('are listed page by page, without the keys themselves', async () => {
    const { headers, key, text } = await make({ name: 'me', role: 'admin', expiresInDays: 0 });
    await api.clock.advance(1000);
    await make({ name: 'export', role: 'viewer', sources: ['shop'], expiresInDays: 30 }, headers);
    const first = await list(headers, '?limit=1');
    expect(first.items).toMatchObject([{ name: 'export', role: 'viewer', sources: ['shop'], lastUsedAt: null, revokedAt: null }]);
    const second = await list(headers, `?limit=1&cursor=${first.page.next}`);
    expect([second.items, second.page.next]).toMatchObject([[{ id: key.id, expiresAt: null, createdBy: 'api' }], null]);
    expect(second.items[0]!.lastUsedAt).not.toBeNull();
    expect(JSON.stringify([first, second])).not.toContain(text.split('_')[2]);
  });

  it('are written to the audit log by the name of who made them, with the name that was stated beside it', async () => {
    const { headers, key } = await make({ name: 'me', role: 'admin', who: 'ada' });
    await api.clock.advance(1000);
    await make({ name: 'export', role: 'viewer', who: 'grace', why: 'the nightly export' }, headers);
    const { items } = listOf(auditEntrySchema).parse(JSON.parse((await api.ask('/api/audit?limit=4', { headers })).text));
    const me = `me (${key.id})`;
    expect(items.filter(({ result }) => result === 'begun')).toMatchObject([
      { who: me, identity: 'api-key', stated: 'grace', action: 'create-key', why: 'the nightly export' },
      { who: 'ada', identity: 'stated', action: 'create-key', target: key.id },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/twl_/);
  });

  it('name who used them for any other action', async () => {
    const { headers, key } = await make({ name: 'me', role: 'admin' });
    await api.ask('/api/sources/shop/replays', { method: 'POST', headers, body: { dryRun: false, why: 'a new manifest' } });
    const { items } = await api.engine.audit.list({ limit: 1, action: 'replay' });
    expect(items).toMatchObject([{ who: `me (${key.id})`, identity: 'api-key', why: 'a new manifest' }]);
    expect(items[0]).not.toHaveProperty('stated');
  });

  it.each([
    [{ role: 'admin' }, 'name'],
    [{ name: ' ', role: 'admin' }, 'name'],
    [{ name: 'x', role: 'root' }, 'role'],
    [{ name: 'x', role: 'admin', sources: [] }, 'sources'],
    [{ name: 'x', role: 'admin', expiresInDays: -1 }, 'expiresInDays'],
  ])('are not made of %j', async (body, path) => {
    expect(problemIn(await api.ask('/api/keys', { method: 'POST', body }))).toMatchObject({ status: 400, errors: [{ path }] });
    expect(await api.engine.credentials.listKeys()).toEqual([]);
  });

  it('that are not there cannot be revoked', async () => {
    expect(problemIn(await api.ask('/api/keys/k1/revoke', { method: 'POST' }))).toMatchObject({ status: 404 });
  });
});
