import { roleSchema, isRoleAtLeast, type CallerRole } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { closedOperations, operations } from '../testing/operations';
import type { AccessRules } from './callers';

/** What only reads although it is no GET. */
const reading: readonly string[] = [];

const table = (list: typeof operations) => list.map((one) => [one.role, one.id, one] as const);

describe('the operations', () => {
  it('each need a role, and what changes something needs more than that of a viewer', () => {
    expect(operations.length).toBeGreaterThan(20);
    for (const { id, method, role } of operations) {
      expect([id, role]).toEqual([id, expect.stringMatching(new RegExp(`^(anyone|${roleSchema.options.join('|')})$`))]);
      if (method !== 'GET' && !reading.includes(id)) expect([id, role]).not.toEqual([id, 'viewer']);
    }
  });

  it('that anybody may call are these', () => {
    const open = operations.filter(({ role }) => role === 'anyone').map(({ id }) => id);
    expect(open.sort()).toEqual(['beginSignIn', 'getLive', 'getReady', 'getSession', 'signInByCode', 'signInByKey', 'signOut']);
  });
});

describe.each<[string, Partial<AccessRules>]>([
  ['nobody', { anonymousRole: 'none' }],
  ['viewer', { anonymousRole: 'viewer' }],
  ['operator', { anonymousRole: 'operator' }],
  ['admin', { anonymousRole: 'admin' }],
])('%s', (role, access) => {
  let api: ApiUnderTest;
  beforeAll(async () => (api = await ApiUnderTest.start({ access })));
  afterAll(() => api.stop());

  it.each(table(closedOperations))('may call what needs the role %s, or is refused: %s', async (needed, _, { method, path }) => {
    const answer = await api.ask(path, { method });
    if (role === 'nobody') {
      expect(problemIn(answer)).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    } else if (isRoleAtLeast(role as CallerRole, needed as CallerRole)) expect([401, 403]).not.toContain(answer.status);
    else expect(problemIn(answer)).toMatchObject({ status: 403, code: 'ROLE_TOO_WEAK' });
  });
});

describe('a read-only installation', () => {
  let api: ApiUnderTest;
  beforeAll(async () => (api = await ApiUnderTest.start({ access: { isReadOnly: true } })));
  afterAll(() => api.stop());

  it.each(table(closedOperations))('lets %s operations through only where they read: %s', async (needed, _, { method, path }) => {
    const answer = await api.ask(path, { method });
    if (needed === 'viewer') expect(answer.status).not.toBe(403);
    else expect(problemIn(answer)).toMatchObject({ status: 403, code: 'READ_ONLY' });
  });
});
