import type { Builders } from '../build/build-context';
import { jwt } from './jwt-authenticator';
import { legacySession } from './legacy-session-authenticator';
import { multipleTokens } from './multiple-token-authenticator';
import { oauth } from './oauth-authenticator';
import { selective } from './selective-authenticator';
import { sessionToken } from './session-authenticator';
import { apiKey, basic, bearer, noAuth } from './static-authenticators';

/** Builders of what proves who asks. */
export const authenticators = {
  ApiKeyAuthenticator: apiKey,
  BasicHttpAuthenticator: basic,
  BearerAuthenticator: bearer,
  JwtAuthenticator: jwt,
  LegacySessionTokenAuthenticator: legacySession,
  NoAuth: noAuth,
  OAuthAuthenticator: oauth,
  RateLimitedMultipleTokenAuthenticator: multipleTokens,
  SelectiveAuthenticator: selective,
  SessionTokenAuthenticator: sessionToken,
} satisfies Builders<'authenticator'>;
