import type { Session } from '@twl/contracts';
import { auditNameOf, findCredential, openSession, type CredentialPorts, type OpenedSession, type SignedIn } from '@twl/pipeline';
import { ProblemException } from '@twl/platform';
import type { Request } from 'express';
import { credentialRefused, roleMissing } from '../access/access-problems';
import type { Callers } from '../access/callers';
import { sentCredential } from '../access/sent-credential';
import type { BegunSignIn, CodeFlow, CodeReturn } from '../oidc/code-flow';
import type { Issuer } from '../oidc/issuer';
import { TokenRefusedError } from '../oidc/verify-token';

/** What sessions are made with. */
export interface SessionParts {
  callers: Callers;
  ports: CredentialPorts;
  /** Undefined without an issuer that the dashboard is a client of. */
  flow?: CodeFlow | undefined;
  issuer?: Issuer | undefined;
}

/** Signs users of the dashboard in and out. */
export class Sessions {
  constructor(private readonly parts: SessionParts) {}

  /** Tells who sends a request, and how one signs in. */
  async describe(request: Request): Promise<Session> {
    const { callers, flow } = this.parts;
    const caller = await callers.identify(request);
    return {
      caller: caller
        ? { name: caller.name ?? null, identity: caller.identity, role: caller.role, sources: caller.sources && [...caller.sources] }
        : null,
      signIn: { byKey: true, byIssuer: flow !== undefined },
      readOnly: callers.isReadOnly,
    };
  }

  /** @throws ProblemException 401 */
  async byKey(text: string): Promise<OpenedSession> {
    const found = await findCredential(this.parts.ports, text);
    if (found.kind === 'refused') throw this.refuse(found.why);
    const { credential } = found;
    if (credential.kind !== 'key') throw this.refuse('a session is no API key');
    const { role, sources, id } = credential;
    return this.open({ name: auditNameOf(credential), identity: 'api-key', role, sources, parent: id });
  }

  /** @throws ProblemException 404 without an issuer, UnavailableError */
  begin(origin: string): Promise<BegunSignIn> {
    return this.requireFlow().begin(origin);
  }

  /** @throws ProblemException 401, 403, UnavailableError */
  async byCode(given: CodeReturn, of: { begun: string | undefined; origin: string }): Promise<OpenedSession> {
    const flow = this.requireFlow();
    const user = await flow.finish(given, { ...of, now: this.parts.ports.clock.now() }).catch((error: unknown) => {
      throw error instanceof TokenRefusedError ? this.refuse(error.message) : error;
    });
    if (user.role === undefined) throw roleMissing(user.name);
    return this.open({ name: user.name, identity: 'oidc', role: user.role, sources: null, parent: null });
  }

  /** Ends the session of a request, if it has one. @returns where to sign out at the issuer, if it says where */
  async end(request: Request, origin: string): Promise<string | null> {
    const { credentials, clock, log } = this.parts.ports;
    const sent = sentCredential(request);
    const found =
      sent !== undefined && sent !== 'unreadable' && sent.kind === 'session'
        ? await findCredential(this.parts.ports, sent.text)
        : undefined;
    if (found?.kind !== 'valid') return null;
    const { id, name, identity } = found.credential;
    await credentials.revoke(id, clock.iso());
    log.info('session.ended', { who: name });
    return identity === 'oidc' ? this.endUrl(origin) : null;
  }

  private async endUrl(origin: string): Promise<string | null> {
    const { issuer } = this.parts;
    // Signing out here must not fail because the issuer is away.
    const metadata = await issuer?.metadata().catch(() => undefined);
    if (!issuer || metadata?.end_session_endpoint === undefined) return null;
    const url = new URL(metadata.end_session_endpoint);
    url.searchParams.set('client_id', issuer.config.clientId ?? '');
    url.searchParams.set('post_logout_redirect_uri', `${origin}/`);
    return url.href;
  }

  private async open(user: SignedIn): Promise<OpenedSession> {
    const session = await openSession(this.parts.ports, user);
    this.parts.ports.log.info('session.opened', { who: user.name, identity: user.identity, role: user.role });
    return session;
  }

  private refuse(why: string): ProblemException {
    this.parts.ports.log.warn('session.refused', { why });
    return credentialRefused(why);
  }

  private requireFlow(): CodeFlow {
    if (this.parts.flow) return this.parts.flow;
    throw new ProblemException({ status: 404, code: 'NO_ISSUER', detail: 'this installation has no issuer: sign in with an API key' });
  }
}
