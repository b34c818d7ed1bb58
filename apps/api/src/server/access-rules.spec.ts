import { ManualClock, makeCredential, memoryEngine } from '@twl/ports/testing';
import { requireSignIn, serverRules, SignInMissingError } from './access-rules';

const isReadOnly = false;

describe('the access rules of a server', () => {
  it.each([
    ['127.0.0.1', undefined, 'until-key'],
    ['localhost', undefined, 'until-key'],
    ['::1', undefined, 'until-key'],
    ['127.0.0.1', 'none', 'none'],
    ['0.0.0.0', undefined, 'none'],
    ['192.168.1.7', undefined, 'none'],
    ['twl.example.com', 'viewer', 'viewer'],
  ] as const)('at %s with ANONYMOUS_ROLE=%s give those who do not sign in the role %s', (host, anonymousRole, role) => {
    expect(serverRules({ host, anonymousRole, isReadOnly })).toEqual({ anonymousRole: role, isReadOnly });
  });

  const start = async (host: string, given: { role?: 'viewer' | 'admin'; keys?: Parameters<typeof makeCredential>[0][] } = {}) => {
    const clock = new ManualClock();
    const { credentials } = memoryEngine({ clock });
    for (const key of given.keys ?? []) await credentials.add(makeCredential(key));
    return requireSignIn(serverRules({ host, anonymousRole: given.role, isReadOnly }), { host, credentials, clock });
  };

  it.each([undefined, [{ revokedAt: '2026-01-01T00:00:00.000Z' }], [{ expiresAt: '2026-01-01T00:00:00.000Z' }]])(
    'do not let it start where others reach it and nobody can sign in: keys %j',
    async (keys) => {
      await expect(start('0.0.0.0', { keys })).rejects.toThrow(SignInMissingError);
      await expect(start('0.0.0.0', { keys })).rejects.toThrow(/twl keys create NAME --role admin.*ANONYMOUS_ROLE/);
    },
  );

  it('let it start with a key, with a setting that says what anybody may do, and on this machine', async () => {
    await start('0.0.0.0', { keys: [{ expiresAt: '2030-01-01T00:00:00.000Z' }] });
    await start('0.0.0.0', { role: 'viewer' });
    await start('127.0.0.1');
  });
});
