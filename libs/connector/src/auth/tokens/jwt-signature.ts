import { constants, createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { requireEntry } from '@twl/ports';

type Algorithm = { kind: 'hmac' | 'rsa' | 'pss' | 'ec'; hash: string } | { kind: 'eddsa'; hash: null };

const family = (letters: string, kind: Exclude<Algorithm['kind'], 'eddsa'>): [string, Algorithm][] =>
  ['256', '384', '512'].map((bits) => [`${letters}${bits}`, { kind, hash: `sha${bits}` }]);

/** JSON Web Algorithms by name. On node:crypto: it knows ES256K, PKCS #1 and encrypted keys, which WebCrypto does not. */
const algorithms = new Map<string, Algorithm>([
  ...family('HS', 'hmac'),
  ...family('RS', 'rsa'),
  ...family('PS', 'pss'),
  ...family('ES', 'ec'),
  ['ES256K', { kind: 'ec', hash: 'sha256' }],
  ['EdDSA', { kind: 'eddsa', hash: null }],
]);

/** The supported signature algorithms. */
export const jwtAlgorithms = [...algorithms.keys()];

const privateKey = (pem: string, passphrase?: string): KeyObject => {
  // A PEM text that went through an environment variable often has its line breaks as two characters.
  const key = pem.includes('\n') ? pem : pem.replaceAll('\\n', '\n');
  return createPrivateKey({ key, ...(passphrase ? { passphrase } : {}) });
};

const signature = (data: string, { algorithm, secret, passphrase }: Omit<JwtParts, 'header' | 'payload'>): Buffer => {
  const { kind, hash } = requireEntry(algorithms, algorithm);
  if (kind === 'hmac') return createHmac(hash, secret).update(data).digest();
  const key = privateKey(secret, passphrase);
  const bytes = Buffer.from(data);
  if (kind === 'ec') return sign(hash, bytes, { key, dsaEncoding: 'ieee-p1363' });
  if (kind !== 'pss') return sign(hash, bytes, key);
  return sign(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
};

const part = (json: string): string => Buffer.from(json).toString('base64url');

/** The parts of a token. `header` and `payload` are JSON texts. */
export interface JwtParts {
  header: string;
  payload: string;
  algorithm: string;
  secret: string;
  passphrase?: string;
}

/** Signs a JSON Web Token in its compact form. Throws the errors of node:crypto about the key. */
export const signJwt = ({ header, payload, ...key }: JwtParts): string => {
  const data = `${part(header)}.${part(payload)}`;
  return `${data}.${signature(data, key).toString('base64url')}`;
};
