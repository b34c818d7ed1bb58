import type { JsonObject } from '@twl/contracts';
import { makeResponse, makeContext, makeDraft, makeNode, ScriptedSender } from '../build/build-context.factory';
import type { DraftRequest } from '../exchange/exchange';

const into = { type: 'RequestOption', inject_into: 'header', field_name: 'X-Session' };

const setUp = (
  changes: JsonObject = {},
  response: (count: number) => JsonObject | string = (count) => ({ data: { tokens: [`t${count}`] } }),
) => {
  const sender = new ScriptedSender((_request, count) => makeResponse(200, response(count)));
  const context = makeContext({ sender, config: { user: 'u', password: 'canary-password' } });
  const node = makeNode('SessionTokenAuthenticator', {
    login_requester: {
      type: 'HttpRequester',
      url_base: 'https://api.example.com',
      path: '/login',
      http_method: 'POST',
      request_body_json: { user: '{{ config.user }}', password: '{{ config.password }}' },
    },
    session_token_path: ['data', 'tokens', '0'],
    expiration_duration: 'PT1H',
    request_authentication: { type: 'ApiKey', inject_into: into },
    ...changes,
  });
  const built = context.build('authenticator', node);
  const sign = async (): Promise<DraftRequest> => {
    const request = makeDraft();
    await built.apply(request, context.scope());
    return request;
  };
  return { sender, context, built, sign };
};

describe('SessionTokenAuthenticator', () => {
  it('logs in and sends the token', async () => {
    const { sign, sender } = setUp();
    expect((await sign()).headers).toEqual({ 'X-Session': 't1' });
    expect(sender.sent).toMatchObject([
      { method: 'POST', url: 'https://api.example.com/login', body: { kind: 'json', value: { user: 'u', password: 'canary-password' } } },
    ]);
  });

  it.each<[JsonObject, Partial<DraftRequest>]>([
    [{ type: 'Bearer' }, { headers: { Authorization: 'Bearer t1' } }],
    [
      { type: 'ApiKey', inject_into: { ...into, inject_into: 'request_parameter', field_name: 'sid' } },
      { params: new Map([['sid', 't1']]) },
    ],
    [{ type: 'ApiKey', inject_into: into, api_token: 'Token {{ session_token }}' }, { headers: { 'X-Session': 'Token t1' } }],
  ])('carries the token as %j', async (request_authentication, expected) => {
    expect(await setUp({ request_authentication }).sign()).toEqual(makeDraft(expected));
  });

  it('logs in again when the token has run out', async () => {
    const { sign, context, sender } = setUp();
    await sign();
    context.clock.advance(59 * 60_000);
    await sign();
    expect(sender.sent).toHaveLength(1);
    context.clock.advance(60_000);
    expect((await sign()).headers).toEqual({ 'X-Session': 't2' });
  });

  it.each<[JsonObject, number]>([
    [{ expiration_duration: 'P1M' }, 1],
    [{ expiration_duration: null }, 2],
  ])('with %j two requests need %i logins', async (changes, logins) => {
    const { sign, sender } = setUp(changes);
    await sign();
    await sign();
    expect(sender.sent).toHaveLength(logins);
  });

  it('logs in again when the token was refused', async () => {
    const { sign, built, sender } = setUp();
    await sign();
    built.renew!();
    await sign();
    expect(sender.sent).toHaveLength(2);
  });

  it('says that a login gave no token, and shows nothing of it', async () => {
    const { sign } = setUp({}, () => ({ data: 'canary-password' }));
    await expect(sign()).rejects.toThrow(expect.objectContaining({ code: 'READ_FAILED', message: expect.not.stringContaining('canary') }));
  });

  it.each<[JsonObject, string]>([
    [{ expiration_duration: 'an hour' }, 'ISO 8601'],
    [{ request_authentication: { type: 'Cookie' } }, 'ApiKey or Bearer'],
    [{ login_requester: null }, 'needs login_requester'],
  ])('is refused with %j', (changes, why) => {
    expect(() => setUp(changes)).toThrow(why);
  });
});
