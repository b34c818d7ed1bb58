import type { JsonObject } from '@twl/contracts';
import { makeContext, makeDraft, makeNode } from '../build/build-context.factory';
import type { DraftRequest } from '../exchange/exchange';

const config = { key: 'secret-key', user: 'jöhn', password: 'pa:ss' };

const signed = async (type: string, properties: JsonObject, changes: Partial<DraftRequest> = {}): Promise<DraftRequest> => {
  const context = makeContext({ config });
  const request = makeDraft(changes);
  await context.build('authenticator', makeNode(type, properties, { header: 'X-Param' })).apply(request, context.scope());
  return request;
};

const into = (inject_into: string, field: JsonObject): JsonObject => ({ inject_into: { type: 'RequestOption', inject_into, ...field } });

describe('NoAuth', () => {
  it('leaves the request as it is', async () => {
    expect(await signed('NoAuth', {})).toEqual(makeDraft());
  });
});

describe('BearerAuthenticator', () => {
  it('sets the header, whatever its spelling was', async () => {
    const { headers } = await signed(
      'BearerAuthenticator',
      { api_token: "{{ config['key'] }}" },
      { headers: { authorization: 'old', a: 'b' } },
    );
    expect(headers).toEqual({ a: 'b', Authorization: 'Bearer secret-key' });
  });

  it('is refused without a token', () => {
    expect(() => makeContext().build('authenticator', makeNode('BearerAuthenticator'))).toThrow('needs api_token');
  });

  it('does not send a token that would end the header', async () => {
    const context = makeContext({ config: { key: 'canary\r\nX-Evil: 1' } });
    const built = context.build('authenticator', makeNode('BearerAuthenticator', { api_token: '{{ config.key }}' }));
    await expect(built.apply(makeDraft(), context.scope())).rejects.toThrow(
      expect.objectContaining({ code: 'READ_FAILED', message: expect.not.stringContaining('canary') }),
    );
  });
});

describe('BasicHttpAuthenticator', () => {
  it.each<[JsonObject, string]>([
    [{ username: 'user', password: 'password' }, 'user:password'],
    [{ username: '{{ config.user }}', password: '{{ config.password }}' }, 'jöhn:pa:ss'],
    [{ username: '{{ config.key }}' }, 'secret-key:'],
    [{ username: '{{ config.none }}', password: '{{ config.password }}' }, ':pa:ss'],
  ])('encodes %j as %s', async (properties, plain) => {
    const { headers } = await signed('BasicHttpAuthenticator', properties);
    expect(headers).toEqual({ Authorization: `Basic ${Buffer.from(plain).toString('base64')}` });
  });
});

describe('ApiKeyAuthenticator', () => {
  const api_token = '{{ config.key }}';

  it.each<[JsonObject, Partial<DraftRequest>, Partial<DraftRequest>]>([
    [{ header: 'X-Key' }, {}, { headers: { 'X-Key': 'secret-key' } }],
    [{ header: "{{ parameters['header'] }}" }, {}, { headers: { 'X-Param': 'secret-key' } }],
    [into('header', { field_name: "{{ config['user'] }}" }), {}, { headers: { jöhn: 'secret-key' } }],
    [
      into('request_parameter', { field_name: 'key' }),
      { params: new Map([['a', '1']]) },
      {
        params: new Map([
          ['a', '1'],
          ['key', 'secret-key'],
        ]),
      },
    ],
    [
      into('body_data', { field_name: 'key' }),
      { body: { kind: 'form', value: { a: 1 } } },
      { body: { kind: 'form', value: { a: 1, key: 'secret-key' } } },
    ],
    [into('body_json', { field_name: 'key' }), {}, { body: { kind: 'json', value: { key: 'secret-key' } } }],
    [
      into('body_json', { field_path: ['auth', 'key'] }),
      { body: { kind: 'json', value: { auth: { user: 'u' }, q: 1 } } },
      { body: { kind: 'json', value: { auth: { user: 'u', key: 'secret-key' }, q: 1 } } },
    ],
  ])('%j changes the request as declared', async (properties, before, after) => {
    expect(await signed('ApiKeyAuthenticator', { api_token, ...properties }, before)).toEqual(makeDraft({ ...before, ...after }));
  });

  it('keeps a field called __proto__ an ordinary one', async () => {
    const { body } = await signed('ApiKeyAuthenticator', { api_token, ...into('body_json', { field_path: ['__proto__', 'polluted'] }) });
    expect(JSON.stringify(body)).toContain('"__proto__":{"polluted":"secret-key"}');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each<[JsonObject, string]>([
    [{}, 'needs inject_into'],
    [{ header: 'X', ...into('header', { field_name: 'Y' }) }, 'not both'],
    [into('cookie', { field_name: 'Y' }), 'must be one of'],
    [into('header', {}), 'field_name or field_path'],
    [into('header', { field_path: ['a', 'b'] }), 'body_json'],
  ])('is refused with %j', (properties, why) => {
    expect(() => makeContext().build('authenticator', makeNode('ApiKeyAuthenticator', properties))).toThrow(why);
  });

  it('adds its key to what is never shown', async () => {
    const context = makeContext({ config });
    await context.build('authenticator', makeNode('ApiKeyAuthenticator', { api_token, header: 'X' })).apply(makeDraft(), context.scope());
    expect(context.secrets.mask('the secret-key is here')).toBe('the *** is here');
  });
});
