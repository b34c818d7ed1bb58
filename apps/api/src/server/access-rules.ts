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
      `HOST: ${host} can be reached by others, and nobody can sign in: make a key with "twl keys create NAME --role admin", or say with ANONYMOUS_ROLE (viewer, operator, admin) what those may do who do not sign in`,
    );
  }
}

/** Returns the access rules of a server. On a loopback address it is open until there is a key, unless a setting says otherwise. */
export const serverRules = ({ anonymousRole, isReadOnly, host }: Pick<Config, 'anonymousRole' | 'isReadOnly' | 'host'>): AccessRules => ({
  anonymousRole: anonymousRole ?? (isLoopback(host) ? 'until-key' : 'none'),
  isReadOnly,
});

/** Returns the access rules of a function: the gateway in front of it lets through who may do everything. */
export const functionRules = ({ anonymousRole = 'admin', isReadOnly }: Pick<Config, 'anonymousRole' | 'isReadOnly'>): AccessRules => ({
  anonymousRole,
  isReadOnly,
});

/** Checks that somebody can sign in to a server that others can reach. @throws SignInMissingError */
export const requireSignIn = async (
  { anonymousRole }: AccessRules,
  { host, credentials, clock }: { host: string; credentials: CredentialStore; clock: Clock },
): Promise<void> => {
  if (isLoopback(host) || !['none', 'until-key'].includes(anonymousRole)) return;
  const keys = await credentials.listKeys();
  const isValid = keys.some(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > clock.now()),
  );
  if (!isValid) throw new SignInMissingError(host);
};
