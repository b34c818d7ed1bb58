import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';
import type { Authenticator, ErrorHandler } from '../roles/roles';
import type { Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { RunCookies } from '../exchange/run-cookies';
import { sendAuxiliary } from './auxiliary-request';
import { buildCredentialPart, readSecret } from './credential';
import { setHeader } from './request-option';
import { shareBySource, TokenCache, type CachedToken } from './tokens/token-cache';

const dayMs = 24 * 60 * 60 * 1000;
const what = 'LegacySessionTokenAuthenticator';

/** Uses the token of the config while the source accepts it, otherwise one obtained with user name and password. */
class LegacySession implements Authenticator {
  private readonly cache: TokenCache;
  private readonly handler: ErrorHandler;
  private readonly read: Record<'base' | 'header' | 'login' | 'validate' | 'key' | 'user' | 'password' | 'token', (scope: Scope) => string>;

  constructor(
    node: ComponentNode,
    private readonly context: BuildContext,
  ) {
    const noLogin = (): string => '';
    const requiredTemplate = (name: string): ((scope: Scope) => string) => {
      const template = context.interpolator.compile(node.required(name), node.parameters);
      return (scope) => template.text(scope);
    };
    const base = context.interpolator.compile(context.requesterUrl ?? '', node.parameters);
    this.read = {
      base: (scope) => base.text(scope),
      header: requiredTemplate('header'),
      login: requiredTemplate('login_url'),
      validate: requiredTemplate('validate_session_url'),
      key: requiredTemplate('session_token_response_key'),
      user: buildCredentialPart(node, 'username', context) ?? noLogin,
      password: readSecret(node, 'password', context) ?? noLogin,
      token: readSecret(node, 'session_token', context) ?? noLogin,
    };
    this.handler = context.build('errorHandler', node.below({ type: 'DefaultErrorHandler' }, 'login_url'));
    const scope = context.scope();
    const name = [this.read.base, this.read.login, this.read.user, this.read.token].map((read) => read(scope));
    this.cache = shareBySource(context, `legacy session ${JSON.stringify(name)}`, () => new TokenCache());
  }

  async apply(...[request, scope, signal]: Parameters<Authenticator['apply']>): Promise<void> {
    const { value, cookies } = await this.cache.getToken(this.context, () => this.fetch(scope), signal);
    if (cookies) request.cookies?.adopt(cookies);
    setHeader(request, this.read.header(scope), value);
  }

  renew(): void {
    this.cache.forget();
  }

  private async fetch(scope: Scope): Promise<CachedToken> {
    const expiresAt = this.context.clock.now() + dayMs;
    const cookies = new RunCookies(this.context.secrets);
    const given = this.read.token(scope);
    if (given && (await this.isValid(given, scope, cookies))) return { value: given, expiresAt, cookies };
    const [username, password] = [this.read.user(scope), this.read.password(scope)];
    if (!username || !password) {
      throw new ReadFailedError(`${what}: the session token is not valid; give a new one, or username and password`);
    }
    const response = await this.send(scope, {
      method: 'POST',
      url: this.read.base(scope) + this.read.login(scope),
      headers: { 'Content-Type': 'application/json' },
      params: new Map(),
      body: { kind: 'json', value: { username, password } },
      cookies,
    });
    const json = await response?.json();
    const value = isJsonObject(json) ? json[this.read.key(scope)] : undefined;
    if (typeof value !== 'string' || !value) throw new ReadFailedError(`${what}: the response to the login has no ${this.read.key(scope)}`);
    this.context.secrets.add(value);
    return { value, expiresAt, cookies };
  }

  private async isValid(token: string, scope: Scope, cookies: RunCookies): Promise<boolean> {
    const request: DraftRequest = {
      method: 'GET',
      url: this.read.base(scope) + this.read.validate(scope),
      headers: { [this.read.header(scope)]: token },
      params: new Map(),
      cookies,
    };
    return (await this.send(scope, request))?.status !== 401;
  }

  /** A 401 is a response here. */
  private send(scope: Scope, request: DraftRequest): Promise<SourceResponse | undefined> {
    const { handler } = this;
    const errorHandler: ErrorHandler = {
      maxRetries: handler.maxRetries,
      maxTimeMs: handler.maxTimeMs,
      backoff: (outcome, attempt) => handler.backoff(outcome, attempt),
      interpret: async (outcome) => (outcome.response?.status === 401 ? { action: 'IGNORE' } : handler.interpret(outcome)),
    };
    return sendAuxiliary({ request, errorHandler, scope, what }, this.context);
  }
}

/** Builds a LegacySessionTokenAuthenticator; its URLs continue that of its requester. */
export const buildLegacySession = (node: ComponentNode, context: BuildContext): Authenticator => new LegacySession(node, context);
