import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@twl/contracts';
import { HttpError } from '@twl/ports';
import { makeResponse, makeContext, makeDraft, makeNode, ScriptedSender, type TestContext } from '../build/build-context.factory';
import type { SourceResponse } from '../exchange/exchange';
import { FileTokenVault, vaultKey } from './tokens/token-vault';

const made: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-vault-'));
  made.push(folder);
  return folder;
};
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

const config: JsonObject = {
  endpoint: 'https://auth.example/token',
  client_id: 'some_client_id',
  client_secret: 'some_client_secret',
  refresh_token: 'some_refresh_token',
  custom: 'in_outbound_request',
};

const properties: JsonObject = {
  token_refresh_endpoint: "{{ config['endpoint'] }}",
  client_id: "{{ config['client_id'] }}",
  client_secret: "{{ config['client_secret'] }}",
  refresh_token: "{{ config['refresh_token'] }}",
};

interface Given {
  changes?: JsonObject;
  without?: string[];
  answers?: (SourceResponse | HttpError | Json)[];
  config?: JsonObject;
  memory?: Map<string, unknown>;
}

/** An authenticator, and a way to sign one more request with it. The last response is given again and again. */
const setUp = ({
  changes = {},
  without = [],
  answers: responses = [{ access_token: 'new_token', expires_in: 1000 }],
  ...given
}: Given = {}) => {
  const sender = new ScriptedSender((_request, count) => {
    const response = responses[Math.min(count, responses.length) - 1]!;
    return response instanceof HttpError || (typeof response === 'object' && 'status' in response!)
      ? (response as SourceResponse)
      : makeResponse(200, response as Json);
  });
  const context: TestContext = makeContext({ config: { ...config, ...given.config }, sender, memory: given.memory });
  const kept = Object.entries({ ...properties, ...changes }).filter(([name]) => !without.includes(name));
  const built = context.build('authenticator', makeNode('OAuthAuthenticator', Object.fromEntries(kept)));
  const sign = async (): Promise<string | undefined> => {
    const request = makeDraft();
    await built.apply(request, context.scope());
    return request.headers['Authorization'];
  };
  return { sender, context, built, sign };
};

describe('OAuthAuthenticator', () => {
  it('gets a token and sends it as bearer', async () => {
    const { sign, sender } = setUp();
    expect(await sign()).toBe('Bearer new_token');
    expect(sender.sent).toMatchObject([{ method: 'POST', url: 'https://auth.example/token' }]);
  });

  it.each<[string, Given, JsonObject]>([
    [
      'the fields of the flow first',
      { changes: { scopes: ['a', 'b'], grant_type: 'some', refresh_request_body: { custom: '{{ config.custom }}', scopes: ['no'] } } },
      {
        grant_type: 'some',
        client_id: 'some_client_id',
        client_secret: 'some_client_secret',
        refresh_token: 'some_refresh_token',
        scopes: ['a', 'b'],
        custom: 'in_outbound_request',
      },
    ],
    [
      'no credentials where a header has them',
      { changes: { refresh_request_headers: { Authorization: "Basic {{ config['client_id'] | base64encode }}" } } },
      { grant_type: 'refresh_token', refresh_token: 'some_refresh_token' },
    ],
    [
      'no refresh token where there is none',
      { changes: { grant_type: 'client_credentials' }, without: ['refresh_token'] },
      { grant_type: 'client_credentials', client_id: 'some_client_id', client_secret: 'some_client_secret' },
    ],
    [
      'an empty secret where the config has none',
      { changes: { grant_type: 'client_credentials', client_secret: '{{ config.nothing }}' }, without: ['refresh_token'] },
      { grant_type: 'client_credentials', client_id: 'some_client_id', client_secret: '' },
    ],
    [
      'names that the manifest chooses',
      { changes: { grant_type_name: 'g', client_id_name: 'i', client_secret_name: 's', refresh_token_name: 'r' } },
      { g: 'refresh_token', i: 'some_client_id', s: 'some_client_secret', r: 'some_refresh_token' },
    ],
  ])('sends %s', async (_what, given, expected) => {
    const { sign, sender } = setUp(given);
    await sign();
    const { body } = sender.sent[0]!;
    expect(body).toEqual({ kind: 'form', value: expected });
    expect(Object.keys((body as { value: JsonObject }).value)).toEqual(Object.keys(expected));
  });

  it('sends the fields in the query where the manifest asks for it', async () => {
    const { sign, sender } = setUp({ changes: { send_refresh_request_as_query_params: true, scopes: ['a', 'b'] } });
    await sign();
    expect(sender.sent[0]!.body).toBeUndefined();
    expect(sender.sent[0]!.params).toEqual(
      new Map<string, string | string[]>([
        ['grant_type', 'refresh_token'],
        ['client_id', 'some_client_id'],
        ['client_secret', 'some_client_secret'],
        ['refresh_token', 'some_refresh_token'],
        ['scopes', ['a', 'b']],
      ]),
    );
  });

  it('proves who asks by a signed assertion', async () => {
    const profile_assertion = { type: 'JwtAuthenticator', secret_key: 'test', algorithm: 'HS256', jwt_payload: { iss: 'iss' } };
    const { sign, sender } = setUp({
      changes: { use_profile_assertion: true, profile_assertion },
      without: ['client_id', 'client_secret', 'refresh_token'],
    });
    expect(await sign()).toBe('Bearer new_token');
    expect(sender.sent[0]!.body).toEqual({
      kind: 'form',
      value: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: expect.stringMatching(/^ey.*\..*\./) },
    });
  });

  it('uses the token of the config for ever where there is no endpoint', async () => {
    const { sign, sender } = setUp({
      changes: { access_token_value: '{{ config.custom }}' },
      without: ['token_refresh_endpoint', 'refresh_token'],
    });
    expect(await sign()).toBe('Bearer in_outbound_request');
    expect(sender.sent).toHaveLength(0);
  });

  it.each<[Json, JsonObject, number]>([
    [1000, {}, 1000],
    [86400.1, {}, 86400],
    ['86400', {}, 86400],
    ['86400.1', {}, 86400],
    ['2026-02-01T12:00:00Z', { token_expiry_date_format: 'YYYY-MM-DDTHH:mm:ss[Z]' }, 86400],
    ['2026-02-01', { token_expiry_date_format: 'YYYY-MM-DD' }, 43200],
    [1769860900, { token_expiry_date_format: '%s' }, 100],
  ])('asks again after a life of %j with %j', async (expires_in, changes, seconds) => {
    const { sign, sender, context } = setUp({ changes, answers: [{ access_token: 'a', expires_in }] });
    await sign();
    context.clock.advance((seconds - 11) * 1000);
    await sign();
    expect(sender.sent).toHaveLength(1);
    context.clock.advance(11_000);
    await sign();
    expect(sender.sent).toHaveLength(2);
  });

  it('takes a token without an end for an hour', async () => {
    const { sign, sender, context } = setUp({ answers: [{ access_token: 'a' }] });
    await sign();
    context.clock.advance(59 * 60_000);
    await sign();
    expect(sender.sent).toHaveLength(1);
    context.clock.advance(60_000);
    await sign();
    expect(sender.sent).toHaveLength(2);
  });

  it.each<[string, string]>([
    ['2026-02-01T00:00:00Z', 'Bearer old'],
    ['1769947200', 'Bearer old'],
    ['2026-01-30T00:00:00Z', 'Bearer new_token'],
  ])('with a known token that ends at %s sends %s', async (token_expiry_date, expected) => {
    expect(await setUp({ changes: { access_token_value: 'old', token_expiry_date } }).sign()).toBe(expected);
  });

  it('finds the token inside the response', async () => {
    const { sign } = setUp({ changes: { access_token_name: 'tok' }, answers: [{ data: [{ session: { tok: 'inner', expires_in: 5 } }] }] });
    expect(await sign()).toBe('Bearer inner');
  });

  it('is asked once by streams that begin together, and shared by them', async () => {
    const memory = new Map<string, unknown>();
    const { sign, sender, context } = setUp({ memory });
    const other = context.build('authenticator', makeNode('OAuthAuthenticator', properties, { name: 'another stream' }));
    const request = makeDraft();
    await Promise.all([sign(), sign(), other.apply(request, context.scope())]);
    expect(request.headers['Authorization']).toBe('Bearer new_token');
    expect(sender.sent).toHaveLength(1);
  });

  it('gets a new token when the old one was refused', async () => {
    const { sign, built, sender } = setUp({ answers: [{ access_token: 'first' }, { access_token: 'second' }] });
    expect(await sign()).toBe('Bearer first');
    built.renew!();
    expect(await sign()).toBe('Bearer second');
    expect(sender.sent).toHaveLength(2);
  });

  it('tries again while the endpoint is overloaded or away', async () => {
    const { sign, context } = setUp({
      answers: [
        makeResponse(503),
        makeResponse(429, '', { 'retry-after': '7' }),
        new HttpError('HTTP_TIMEOUT', 'late'),
        { access_token: 'at last' },
      ],
    });
    const before = context.clock.now();
    expect(await sign()).toBe('Bearer at last');
    expect(context.clock.now() - before).toBeGreaterThan(7000);
  });

  it('does not knock again at once with what was refused', async () => {
    const { sign, sender, context } = setUp({ answers: [makeResponse(401), { access_token: 'later' }] });
    await expect(sign()).rejects.toThrow('HTTP 401');
    await expect(sign()).rejects.toThrow('HTTP 401');
    expect(sender.sent).toHaveLength(1);
    context.clock.advance(30_000);
    expect(await sign()).toBe('Bearer later');
  });

  it('leaves a long wait to the next run', async () => {
    const { sign } = setUp({ answers: [makeResponse(429, '', { 'retry-after': '3600' })] });
    await expect(sign()).rejects.toMatchObject({ code: 'READ_DEFERRED' });
  });

  it.each<[SourceResponse, string]>([
    [makeResponse(400, { error: 'invalid_grant' }), 'authorise again'],
    [makeResponse(401, { error: 'invalid_client' }), 'HTTP 401'],
    [makeResponse(400, { error: 'canary some_client_secret some_refresh_token' }), 'canary \\*\\*\\* \\*\\*\\*'],
    [makeResponse(200, { expires_in: 5 }), 'has no access_token'],
    [makeResponse(200, '<html>login</html>'), 'has no access_token'],
    [makeResponse(200, { access_token: 'a', expires_in: '2020-01-02T00:00:00Z' }), 'not a number of seconds'],
  ])('says what is wrong with a response, without secrets', async (response, why) => {
    const { sign } = setUp({ answers: [response] });
    await expect(sign()).rejects.toThrow(
      expect.objectContaining({ code: 'READ_FAILED', message: expect.stringMatching(new RegExp(`^OAuthAuthenticator.*${why}`, 's')) }),
    );
  });

  it.each<[Given, string]>([
    [{ without: ['refresh_token'] }, 'needs refresh_token'],
    [{ without: ['client_id'] }, 'needs client_id'],
    [{ without: ['client_secret'] }, 'needs client_secret'],
    [{ changes: { use_profile_assertion: true } }, 'needs profile_assertion'],
    [{ without: ['token_refresh_endpoint'] }, 'needs access_token_value'],
    [{ changes: { access_token_value: 'a', token_expiry_date: 'soon' } }, 'not a readable time'],
    [{ changes: { refresh_token_updater: {} }, config: { credentials: { token_expiry_date: 'soon' } } }, 'no time'],
  ])('is refused with %j', (given, why) => {
    expect(() => setUp(given)).toThrow(why);
  });
});

describe('refresh_token_updater', () => {
  const rotating: JsonObject = { refresh_token_updater: {} };
  const credentials = { access_token: 'old', refresh_token: 'first', token_expiry_date: '2020-01-01T00:00:00Z' };
  const responses = [
    { access_token: 'a1', refresh_token: 'second', expires_in: 100 },
    { access_token: 'a2', refresh_token: 'third', expires_in: 100 },
  ];
  const sentTokens = ({ sent }: ScriptedSender): Json[] =>
    sent.map(({ body }) => (body as { value: JsonObject }).value['refresh_token'] ?? null);
  const given = (memory?: Map<string, unknown>): Given => ({
    changes: rotating,
    without: ['refresh_token'],
    config: { credentials },
    answers: responses,
    memory,
  });

  it('sends the newest refresh token', async () => {
    const { sign, sender, context } = setUp(given());
    expect(await sign()).toBe('Bearer a1');
    context.clock.advance(100_000);
    expect(await sign()).toBe('Bearer a2');
    expect(sentTokens(sender)).toEqual(['first', 'second']);
    expect(context.log.of('auth.refresh_token_not_kept')).toHaveLength(2);
  });

  it('uses the access token of the config until it ends', async () => {
    const { sign, sender } = setUp({ ...given(), config: { credentials: { ...credentials, token_expiry_date: '2026-02-01T00:00:00Z' } } });
    expect(await sign()).toBe('Bearer old');
    expect(sender.sent).toHaveLength(0);
  });

  it('goes on with what another process kept, in a file for its owner alone', async () => {
    const folder = newFolder();
    const restarted = (): Map<string, unknown> => new Map([[vaultKey, new FileTokenVault(folder)]]);
    expect(await setUp(given(restarted())).sign()).toBe('Bearer a1');
    const second = setUp(given(restarted()));
    expect(await second.sign()).toBe('Bearer a1');
    second.built.renew!();
    await second.sign();
    expect(sentTokens(second.sender)).toEqual(['second']);
    const [file, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(statSync(join(folder, file!)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, file!), 'utf8')).not.toContain('first');
  });

  it('begins anew when the config has another refresh token', async () => {
    const memory = new Map<string, unknown>([[vaultKey, new FileTokenVault(newFolder())]]);
    await setUp(given(new Map(memory))).sign();
    const renewed = setUp({ ...given(new Map(memory)), config: { credentials: { ...credentials, refresh_token: 'authorised again' } } });
    await renewed.sign();
    expect(sentTokens(renewed.sender)).toEqual(['authorised again']);
  });

  it('keeps the old refresh token when the response has none', async () => {
    const { sign, sender, built } = setUp({ ...given(), answers: [{ access_token: 'a' }] });
    await sign();
    built.renew!();
    await sign();
    expect(sentTokens(sender)).toEqual(['first', 'first']);
  });
});
