import type { JsonObject } from '@twl/contracts';
import { makeResponse, makeContext, makeDraft, makeNode, ScriptedSender } from '../build/build-context.factory';
import type { SourceResponse } from '../exchange/exchange';

const setUp = (changes: JsonObject, validate: SourceResponse = makeResponse(200)) => {
  const sender = new ScriptedSender(({ method }) => (method === 'GET' ? validate : makeResponse(200, { id: 'bought' })));
  const context = makeContext({ sender });
  const node = makeNode('LegacySessionTokenAuthenticator', {
    header: 'X-Session',
    login_url: '/session',
    validate_session_url: '/me',
    session_token_response_key: 'id',
    ...changes,
  });
  const built = context.with({ requesterUrl: 'https://{{ parameters.none }}api.example.com/v1' }).build('authenticator', node);
  const sign = async (): Promise<string | undefined> => {
    const request = makeDraft();
    await built.apply(request, context.scope());
    return request.headers['X-Session'];
  };
  return { sender, sign };
};

const person = { username: 'u', password: 'p' };

describe('LegacySessionTokenAuthenticator', () => {
  it('uses the token of the config once the source took it', async () => {
    const { sign, sender } = setUp({ session_token: 'given' });
    expect([await sign(), await sign()]).toEqual(['given', 'given']);
    expect(sender.sent).toMatchObject([{ method: 'GET', url: 'https://api.example.com/v1/me', headers: { 'X-Session': 'given' } }]);
  });

  it('logs in where that token is not valid any more', async () => {
    const { sign, sender } = setUp({ session_token: 'given', ...person }, makeResponse(401));
    expect(await sign()).toBe('bought');
    expect(sender.sent[1]).toMatchObject({
      url: 'https://api.example.com/v1/session',
      body: { kind: 'json', value: { username: 'u', password: 'p' } },
    });
  });

  it('logs in where there is no token', async () => {
    const { sign, sender } = setUp(person);
    expect([await sign(), await sign()]).toEqual(['bought', 'bought']);
    expect(sender.sent).toHaveLength(1);
  });

  it('says that it has nothing to log in with', async () => {
    await expect(setUp({ session_token: 'given' }, makeResponse(401)).sign()).rejects.toThrow('username and password');
    await expect(setUp({}).sign()).rejects.toThrow('username and password');
  });
});
