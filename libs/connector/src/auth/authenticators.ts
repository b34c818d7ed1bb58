import type { Builders } from '../component/build-context';
import { apiKey, basic, bearer, noAuth } from './static-authenticators';

/** Builders of what proves who asks. */
export const authenticators = {
  NoAuth: noAuth,
  ApiKeyAuthenticator: apiKey,
  BearerAuthenticator: bearer,
  BasicHttpAuthenticator: basic,
} satisfies Builders<'authenticator'>;
