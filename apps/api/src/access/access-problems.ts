import type { CallerRole } from '@twl/contracts';
import { ProblemException } from '@twl/platform';

const challenge = (error?: string): Record<string, string> => ({
  'www-authenticate': `Bearer realm="twl"${error ? `, error="${error}"` : ''}`,
});

/** The request has no credential, and the operation needs one. */
export const signInRequired = (): ProblemException =>
  new ProblemException({
    status: 401,
    code: 'SIGN_IN_REQUIRED',
    detail: 'sign in, or send an API key or an access token in the header Authorization: Bearer …',
    headers: challenge(),
  });

/** The credential of the request is refused. */
export const credentialRefused = (why: string): ProblemException =>
  new ProblemException({
    status: 401,
    code: 'CREDENTIAL_REFUSED',
    detail: `the API key or token is refused: ${why}`,
    headers: challenge('invalid_token'),
  });

/** A session must not be used by pages of other origins. */
export const notFromOwnPage = (): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'CROSS_SITE',
    detail: 'a session may change something only from a page of this origin; programs send an API key in the header Authorization',
  });

/** The role of the caller is too weak. */
export const roleTooWeak = (role: CallerRole, needed: CallerRole): ProblemException =>
  new ProblemException({ status: 403, code: 'ROLE_TOO_WEAK', detail: `this needs the role ${needed}; yours is ${role}` });

/** Whoever signed in at the issuer has no role here. */
export const roleMissing = (name: string): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'ROLE_MISSING',
    detail: `${name} is known, but has no role in this installation: an administrator of the issuer gives it, in the claim that OIDC_ROLE_CLAIM names`,
  });

/** The caller is limited to some sources, and the request is about others, or about all. */
export const sourceNotAllowed = (sources: readonly string[]): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'SOURCE_NOT_ALLOWED',
    detail: `this key is limited to ${sources.join(', ')}: ask for one of these by source=, or by a name or id of it`,
  });

/** The installation is switched to read-only. */
export const readOnly = (): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'READ_ONLY',
    detail: 'this installation is read-only: nothing can be changed until the setting READ_ONLY is off',
  });

/** The operation says nothing of who may call it, so that nobody may. */
export const accessUndeclared = (): ProblemException =>
  new ProblemException({ status: 403, code: 'ACCESS_UNDECLARED', detail: 'this operation declares no role, so nobody may call it' });
