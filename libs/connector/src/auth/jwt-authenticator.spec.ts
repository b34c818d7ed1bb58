import { constants, createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { JsonObject } from '@twl/contracts';
import { makeContext, makeDraft, makeNode } from '../build/build-context.factory';
import type { DraftRequest } from '../exchange/exchange';

/** 2026-01-31T12:00:00Z, when the test clock begins. */
const now = 1769860800;

const signed = async (properties: JsonObject, config: JsonObject = {}): Promise<DraftRequest> => {
  const context = makeContext({ config });
  const request = makeDraft();
  const node = makeNode('JwtAuthenticator', { algorithm: 'HS256', secret_key: 'test', ...properties }, { prefix: 'JWT' });
  await context.build('authenticator', node).apply(request, context.scope());
  return request;
};

const parse = (token: string): JsonObject[] =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject);

const tokenOf = ({ headers }: DraftRequest): string => headers['Authorization']!.split(' ').at(-1)!;

describe('JwtAuthenticator', () => {
  it('says when the token was made and when it ends', async () => {
    const [header, payload] = parse(tokenOf(await signed({ token_duration: 1000 })));
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toEqual({ iat: now, nbf: now, exp: now + 1000 });
  });

  it('takes headers and claims from the config', async () => {
    const [header, payload] = parse(
      tokenOf(
        await signed(
          {
            jwt_headers: { kid: '{{ config.kid }}', typ: 'at+jwt', cty: 'x' },
            additional_jwt_headers: { test: '{{ config.kid }}' },
            jwt_payload: { iss: '{{ config.id }}', sub: 'me', aud: 'https://a.example' },
            additional_jwt_payload: { scope: 'a b', deep: { n: '{{ config.id }}' } },
          },
          { kid: 'k1', id: '42' },
        ),
      ),
    );
    expect(header).toEqual({ alg: 'HS256', kid: 'k1', typ: 'at+jwt', cty: 'x', test: 'k1' });
    expect(payload).toMatchObject({ iss: '42', sub: 'me', aud: 'https://a.example', scope: 'a b', deep: { n: 42 }, exp: now + 1200 });
  });

  it.each([
    [{ secret_key: 'test' }, 'test'],
    [{ secret_key: 'test', base64_encode_secret_key: true }, Buffer.from('test').toString('base64')],
    [{ secret_key: '{{ json_loads(config["secrets"])["secret_key"] }}' }, 'inner'],
  ])('signs with the key of %j', async (properties, key) => {
    const [header, payload, signature] = tokenOf(await signed(properties, { secrets: '{"secret_key": "inner"}' })).split('.');
    expect(signature).toBe(createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url'));
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const k256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const ed = generateKeyPairSync('ed25519');

  it.each([
    ['RS256', rsa, 'sha256'],
    ['RS512', rsa, 'sha512'],
    ['PS256', rsa, 'sha256'],
    ['ES256', p256, 'sha256'],
    ['ES384', p384, 'sha384'],
    ['ES512', p521, 'sha512'],
    ['ES256K', k256, 'sha256'],
    ['EdDSA', ed, null],
  ])('signs with %s', async (algorithm, pair, hash) => {
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const token = tokenOf(await signed({ algorithm, secret_key: '{{ config.key }}' }, { key: pem }));
    const [header, payload, signature] = token.split('.');
    const padding = algorithm.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
    const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' as const, ...padding };
    expect(verify(hash, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature!, 'base64url'))).toBe(true);
  });

  it('opens an encrypted key, also where line breaks were lost on the way', async () => {
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass' }) as string;
    const token = tokenOf(
      await signed(
        { algorithm: 'RS256', secret_key: '{{ config.key }}', passphrase: '{{ config.pass }}' },
        {
          key: pem.trim().replaceAll('\n', '\\n'),
          pass: 'pass',
        },
      ),
    );
    const [header, payload, signature] = token.split('.');
    expect(
      verify('sha256', Buffer.from(`${header}.${payload}`), createPublicKey(rsa.privateKey), Buffer.from(signature!, 'base64url')),
    ).toBe(true);
  });

  it('says that a key does not fit, and does not show it', async () => {
    await expect(signed({ algorithm: 'RS256', secret_key: '{{ config.key }}' }, { key: 'canary-canary' })).rejects.toThrow(
      expect.objectContaining({ code: 'READ_FAILED', message: expect.not.stringContaining('canary') }),
    );
  });

  it.each<[JsonObject, Partial<DraftRequest>]>([
    [{ header_prefix: 'Bearer' }, { headers: { Authorization: expect.stringMatching(/^Bearer ey/) } }],
    [{ header_prefix: '{{ parameters.prefix }}' }, { headers: { Authorization: expect.stringMatching(/^JWT ey/) } }],
    [{}, { headers: { Authorization: expect.stringMatching(/^ey/) } }],
    [
      { request_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'jwt' } },
      { params: new Map([['jwt', expect.stringMatching(/^ey/)]]) },
    ],
    [
      { request_option: { type: 'RequestOption', inject_into: 'body_json', field_name: 'jwt' } },
      { body: { kind: 'json', value: { jwt: expect.stringMatching(/^ey/) } } },
    ],
  ])('%j puts the token where it belongs', async (properties, expected) => {
    expect(await signed(properties)).toEqual(makeDraft(expected));
  });

  it.each<[JsonObject, string]>([
    [{ algorithm: 'none' }, 'algorithm must be one of'],
    [{ additional_jwt_headers: { kid: 'k' } }, 'additional_jwt_headers may not set kid'],
    [{ additional_jwt_headers: { alg: 'none' } }, 'may not set alg'],
    [{ additional_jwt_payload: { exp: 1, iss: 'x' } }, 'may not set iss, exp'],
  ])('is refused with %j', (properties, why) => {
    const node = makeNode('JwtAuthenticator', { algorithm: 'HS256', secret_key: 'x', ...properties });
    expect(() => makeContext().build('authenticator', node)).toThrow(why);
  });
});
