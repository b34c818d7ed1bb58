// node provider-process.mjs PORT ORIGIN: a real OpenID Connect provider on loopback, with the dashboard at ORIGIN as its client. It takes any
// user with any password; the name of a user is also their role.
import Provider from 'oidc-provider';

const [port, origin] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'dashboard',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [`${origin}/signed-in`],
      post_logout_redirect_uris: [`${origin}/`],
    },
  ],
  claims: { openid: ['sub', 'roles'], email: ['email'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com`, roles: [id] }) }),
});

provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
