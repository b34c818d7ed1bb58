import type { Builders } from '../build/build-context';
import { buildJwtAuthenticator } from './jwt-authenticator';
import { buildLegacySession } from './legacy-session-authenticator';
import { buildMultipleTokens } from './multiple-token-authenticator';
import { buildOAuth } from './oauth-authenticator';
import { buildSelective } from './selective-authenticator';
import { buildSessionToken } from './session-authenticator';
import { buildApiKey, buildBasic, buildBearer, buildNoAuth } from './static-authenticators';

/** Builders of authenticators. */
export const authenticators = {
  ApiKeyAuthenticator: buildApiKey,
  BasicHttpAuthenticator: buildBasic,
  BearerAuthenticator: buildBearer,
  JwtAuthenticator: buildJwtAuthenticator,
  LegacySessionTokenAuthenticator: buildLegacySession,
  NoAuth: buildNoAuth,
  OAuthAuthenticator: buildOAuth,
  RateLimitedMultipleTokenAuthenticator: buildMultipleTokens,
  SelectiveAuthenticator: buildSelective,
  SessionTokenAuthenticator: buildSessionToken,
} satisfies Builders<'authenticator'>;
