import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EndpointCall } from '../http/simulated-response';

/** Credentials of every member; the library is simulated, so this is not a secret. */
const memberName = 'reader';
const memberSecret = 'demo-secret';

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const signature = (text: string): string => createHmac('sha256', memberSecret).update(text).digest('base64url');

/** Issues a signed token of the library for a purpose. */
const issueToken = (purpose: string): string => `${purpose}.${signature(purpose)}`;

const bearer = ({ headers }: EndpointCall): string => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';

const isSigned = (jwt: string, now: number): boolean => {
  const [head = '', body = '', signed = ''] = jwt.split('.');
  if (!isSame(signed, signature(`${head}.${body}`))) return false;
  const { exp, iss } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp?: number; iss?: string };
  return iss === memberName && typeof exp === 'number' && exp * 1000 > now;
};

const basic = `Basic ${Buffer.from(`${memberName}:${memberSecret}`).toString('base64')}`;

/** The ways to authenticate, by the last part of the path: each returns true if a request may pass. */
export const authenticators: Record<string, (call: EndpointCall, now: number) => boolean> = {
  'api-key-header': ({ headers }) => isSame(headers['x-api-key'] ?? '', memberSecret),
  'api-key-query': ({ url }) => isSame(url.searchParams.get('api_key') ?? '', memberSecret),
  bearer: (call) => isSame(bearer(call), memberSecret),
  basic: ({ headers }) => isSame(headers['authorization'] ?? '', basic),
  oauth: (call) => isSame(bearer(call), issueToken('access')),
  session: ({ headers }) => isSame(headers['x-session'] ?? '', issueToken('session')),
  jwt: (call, now) => isSigned(bearer(call), now),
};

const isMember = (name: unknown, secret: unknown): boolean =>
  name === memberName && typeof secret === 'string' && isSame(secret, memberSecret);

/** `POST /oauth/token`: issues an access token for the client's credentials or for a refresh token. */
export const issueAccessToken = (body: URLSearchParams): Record<string, unknown> | undefined => {
  if (!isMember(body.get('client_id'), body.get('client_secret'))) return undefined;
  const isGranted =
    body.get('grant_type') === 'client_credentials' ||
    (body.get('grant_type') === 'refresh_token' && isSame(body.get('refresh_token') ?? '', memberSecret));
  return isGranted ? { access_token: issueToken('access'), token_type: 'Bearer', expires_in: 3600 } : undefined;
};

/** `POST /login`: creates a session for name and password. */
export const createSession = (body: Record<string, unknown>): Record<string, unknown> | undefined =>
  isMember(body['username'], body['password']) ? { session: issueToken('session') } : undefined;
