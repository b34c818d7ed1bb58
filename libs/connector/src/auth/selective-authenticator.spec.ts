import { makeContext, makeDraft, makeNode } from '../build/build-context.factory';

const node = makeNode('SelectiveAuthenticator', {
  authenticator_selection_path: ['auth', 'type'],
  authenticators: {
    token: { type: 'BearerAuthenticator', api_token: 'one' },
    '7': { type: 'ApiKeyAuthenticator', header: 'X-Key', api_token: 'two' },
    broken: { type: 'BearerAuthenticator' },
  },
});

describe('SelectiveAuthenticator', () => {
  it.each([
    ['token', { Authorization: 'Bearer one' }],
    [7, { 'X-Key': 'two' }],
  ])('takes the one that the config names: %s', async (type, headers) => {
    const context = makeContext({ config: { auth: { type } } });
    const request = makeDraft();
    await context.build('authenticator', node).apply(request, context.scope());
    expect(request.headers).toEqual(headers);
  });

  it.each([
    [{}, 'the config has no auth.type'],
    [{ auth: 'x' }, 'the config has no auth.type'],
    [{ auth: { type: 'other' } }, 'one of 7, token, broken'],
    [{ auth: { type: '__proto__' } }, 'there is no authenticator'],
  ])('is refused with the config %j', (config, why) => {
    expect(() => makeContext({ config }).build('authenticator', node)).toThrow(why);
  });
});
