import { readOidcConfig } from './oidc-config';

const issuer = 'https://id.example.com/';

describe('the settings of an issuer', () => {
  it('are none without one', () => {
    expect(readOidcConfig({ OIDC_AUDIENCE: 'twl' })).toEqual({ problems: [] });
  });

  it('have defaults that give nobody a role', () => {
    expect(readOidcConfig({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'dashboard' })).toEqual({
      oidc: {
        issuer,
        audience: ['dashboard'],
        clientId: 'dashboard',
        scopes: 'openid profile email',
        roleClaim: 'roles',
        defaultRole: 'none',
      },
      problems: [],
    });
  });

  it('name several audiences, and a claim for the role', () => {
    const given = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'a, b', OIDC_ROLE_CLAIM: 'cognito:groups', OIDC_DEFAULT_ROLE: 'Viewer' };
    expect(readOidcConfig(given).oidc).toMatchObject({ audience: ['a', 'b'], roleClaim: 'cognito:groups', defaultRole: 'viewer' });
  });

  it('are taken by http on this machine alone', () => {
    const problemsOf = (OIDC_ISSUER: string) => readOidcConfig({ OIDC_ISSUER, OIDC_AUDIENCE: 'a' }).problems;
    expect(problemsOf('http://127.0.0.1:4000')).toEqual([]);
    for (const address of ['http://id.example.com', 'http://127.0.0.1.example.com', 'id.example.com'])
      expect(problemsOf(address)).toEqual(['OIDC_ISSUER: must be a URL that starts with https://']);
  });

  it('need to say for whom tokens must be', () => {
    expect(readOidcConfig({ OIDC_ISSUER: issuer, OIDC_DEFAULT_ROLE: 'root' }).problems).toEqual([
      'OIDC_DEFAULT_ROLE: must be one of none, viewer, operator, admin, not "root"',
      expect.stringMatching(/^OIDC_AUDIENCE: /),
    ]);
  });
});
