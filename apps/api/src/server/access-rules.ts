import { TwlError, type Clock, type CredentialStore } from '@twl/ports';
import type { Config } from '@twl/platform';
import { isLoopback } from './server-names';
import type { AccessRules } from '../access/callers';

/** Nobody could sign in to a server that others can reach. */
export class SignInMissingError extends TwlError {
  readonly code = 'SIGN_IN';
  readonly retryable = false;

  constructor(host: string) {
    super(
      `HOST: ${host} can be reached by others, and nobody can sign in: make a key with "twl keys create NAME --role admin", name an OpenID Connect issuer (OIDC_ISSUER), or say with ANONYMOUS_ROLE (viewer, operator, admin) what those may do who do not sign in`,
    );
  }
}

type AccessSettings = Pick<Config, 'anonymousRole' | 'isReadOnly' | 'oidc'>;

/** Returns the access rules of a server. On a loopback address it is open until there is a key, unless a setting says otherwise. */
export const serverRules = ({ anonymousRole, isReadOnly, oidc, host }: AccessSettings & Pick<Config, 'host'>): AccessRules => ({
  anonymousRole: anonymousRole ?? (isLoopback(host) && !oidc ? 'until-key' : 'none'),
  isReadOnly,
  oidc,
});

/** Returns the access rules of a function. Without an issuer of its own it relies on the gateway in front of it, which checks tokens. */
export const functionRules = ({ anonymousRole, isReadOnly, oidc }: AccessSettings): AccessRules => ({
  anonymousRole: anonymousRole ?? (oidc ? 'none' : 'admin'),
  isReadOnly,
  oidc,
});

/** Checks that somebody can sign in to a server that others can reach. @throws SignInMissingError */
export const requireSignIn = async (
  { anonymousRole, oidc }: AccessRules,
  { host, credentials, clock }: { host: string; credentials: CredentialStore; clock: Clock },
): Promise<void> => {
  if (oidc || isLoopback(host) || !['none', 'until-key'].includes(anonymousRole)) return;
  const keys = await credentials.listKeys();
  const isValid = keys.some(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > clock.now()),
  );
  if (!isValid) throw new SignInMissingError(host);
};
