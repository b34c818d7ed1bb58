import type { CallerRole } from '@twl/contracts';
import { auditNameOf, findCredential, type CredentialPorts } from '@twl/pipeline';
import type { OidcConfig } from '@twl/platform';
import type { Credential } from '@twl/ports';
import type { Request } from 'express';
import type { Issuer } from '../oidc/issuer';
import { tokenUser } from '../oidc/token-user';
import { TokenRefusedError, verifyAccessToken } from '../oidc/verify-token';
import { credentialRefused, notFromOwnPage, roleMissing } from './access-problems';
import type { Caller } from './caller';
import { isFromOwnPage } from './same-origin';
import { sentCredential } from './sent-credential';

/** Who may call the API of this installation. */
export interface AccessRules {
  /** Role of requests without a credential; `until-key`: admin as long as there is no API key, and then none. */
  anonymousRole: CallerRole | 'none' | 'until-key';
  /** True if nothing may be changed through the API. */
  isReadOnly: boolean;
  /** Issuer of access tokens, and where users of the dashboard sign in. */
  oidc?: OidcConfig | undefined;
}

const readMethods: readonly string[] = ['GET', 'HEAD'];

/** Finds out who sends a request. */
export class Callers {
  /** Keys are never removed, so that the product does not open again. */
  private isClosed = false;

  constructor(
    private readonly rules: AccessRules,
    private readonly ports: CredentialPorts,
    private readonly issuer?: Issuer,
  ) {}

  get isReadOnly(): boolean {
    return this.rules.isReadOnly;
  }

  /** Returns who sends a request; undefined if it has no credential, and such requests have no role. @throws ProblemException 401, 403 */
  async identify(request: Request): Promise<Caller | undefined> {
    const sent = sentCredential(request);
    if (sent === undefined) return this.anonymous();
    if (sent === 'unreadable') throw credentialRefused('the header must be Authorization: Bearer …');
    if (sent.kind === 'token') return this.tokenHolder(sent.text);
    const found = await findCredential(this.ports, sent.text);
    if (sent.kind === 'session') {
      // The cookie of a session that ended says nothing.
      if (found.kind === 'refused' || found.credential.kind !== 'session') return this.anonymous();
      if (!readMethods.includes(request.method) && !isFromOwnPage(request)) throw notFromOwnPage();
    } else if (found.kind === 'refused') throw credentialRefused(found.why);
    else if (found.credential.kind !== 'key') throw credentialRefused('a session is no API key');
    return callerWith(found.credential);
  }

  /** Returns the role of requests without a credential. */
  async anonymousRole(): Promise<CallerRole | undefined> {
    const { anonymousRole: role } = this.rules;
    if (role === 'none') return undefined;
    if (role !== 'until-key') return role;
    this.isClosed ||= (await this.ports.credentials.listKeys()).length > 0;
    return this.isClosed ? undefined : 'admin';
  }

  private async tokenHolder(text: string): Promise<Caller> {
    const { issuer } = this;
    if (!issuer) throw credentialRefused('it is no API key, and this installation has no issuer of tokens');
    const claims = await verifyAccessToken(issuer, text, this.ports.clock.now()).catch((error: unknown) => {
      throw error instanceof TokenRefusedError ? credentialRefused(error.message) : error;
    });
    const { name, role } = tokenUser(claims, issuer.config);
    if (role === undefined) throw roleMissing(name);
    return { name, identity: 'oidc', role, sources: null };
  }

  private async anonymous(): Promise<Caller | undefined> {
    const role = await this.anonymousRole();
    return role && { identity: 'stated', role, sources: null };
  }
}

const callerWith = (credential: Credential): Caller => {
  const { kind, identity, role, sources, name } = credential;
  return { name: kind === 'key' ? auditNameOf(credential) : name, identity, role, sources };
};
