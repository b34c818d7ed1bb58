import { errorText } from '@twl/json';
import { ProblemException } from '@twl/platform';
import { UnavailableError } from '@twl/ports';
import type { JWTPayload, JWTVerifyOptions } from 'jose';
import type { Issuer } from './issuer';

/** A token is refused. */
export class TokenRefusedError extends Error {}

/** Signatures by a public key: with a shared secret, whoever can verify a token could make one. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** How far the clocks of the issuer and of this machine may differ, seconds. */
const clockTolerance = 30;

/** Codes of errors that lie in the token. Any other one means that the keys of the issuer cannot be had. */
const faultsOfTokens: readonly string[] = [
  'ERR_JWT_EXPIRED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_INVALID',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
];

/** Verifies the signature of a token of the issuer, and its times. @throws TokenRefusedError, UnavailableError */
const verify = async (issuer: Issuer, text: string, more: JWTVerifyOptions & { now: number }) => {
  const { jwtVerify } = await import('jose');
  const { now, ...options } = more;
  const keys = await issuer.keys();
  const wanted = { issuer: issuer.config.issuer, algorithms, clockTolerance, requiredClaims: ['exp', 'sub'], currentDate: new Date(now) };
  try {
    return await jwtVerify(text, keys, { ...wanted, ...options });
  } catch (error) {
    if (faultsOfTokens.includes((error as { code?: string }).code ?? '')) throw new TokenRefusedError(errorText(error), { cause: error });
    throw error instanceof ProblemException ? error : new UnavailableError('the keys of the issuer of tokens cannot be had', error);
  }
};

const accessTypes: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

/**
 * Verifies an access token: of this issuer, for this API, valid now. An ID token is none; Cognito says which one it is in `token_use`, and names the
 * audience of access tokens in `client_id`.
 * @throws TokenRefusedError, UnavailableError
 */
export const verifyAccessToken = async (issuer: Issuer, text: string, now: number): Promise<JWTPayload> => {
  const { payload, protectedHeader } = await verify(issuer, text, { now });
  const { aud, client_id: client, token_use: use, nonce, at_hash: hash } = payload;
  if (!accessTypes.includes(protectedHeader.typ?.toLowerCase())) throw new TokenRefusedError('it is no access token by its type');
  if ((use !== undefined && use !== 'access') || nonce !== undefined || hash !== undefined)
    throw new TokenRefusedError('it is an ID token; send the access token');
  const audiences = [aud, use === 'access' && aud === undefined ? client : undefined].flat();
  if (!issuer.config.audience.some((one) => audiences.includes(one))) throw new TokenRefusedError('it is for another audience');
  return payload;
};

/** Verifies the ID token of a sign-in: of this issuer, for the client of the dashboard, for this very sign-in. @throws TokenRefusedError, UnavailableError */
export const verifyIdToken = async (issuer: Issuer, text: string, { nonce, now }: { nonce: string; now: number }): Promise<JWTPayload> => {
  const { clientId } = issuer.config;
  const { payload } = await verify(issuer, text, { audience: clientId ?? '', now });
  if (payload['nonce'] !== nonce) throw new TokenRefusedError('it belongs to another sign-in');
  if (payload['azp'] !== undefined && payload['azp'] !== clientId) throw new TokenRefusedError('it is for another client');
  return payload;
};
