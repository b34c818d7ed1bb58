import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { ExchangeResult } from '../exchange/exchange';
import type { Authenticator, ErrorHandler } from '../roles/roles';
import type { Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { sendAuxiliary } from './auxiliary-request';
import { readRequiredSecret } from './credential';
import { createSettingReader, buildTokenRequest, type TokenRequest } from './oauth-settings';
import { setHeader } from './request-option';
import { RotatingCredentials } from './rotating-credentials';
import { expiryOf, findField, readTime } from './tokens/token-response';
import { shareBySource, sharedNameOf, TokenCache, type CachedToken } from './tokens/token-cache';

const hour = 60 * 60 * 1000;

/** Which refused refreshes mean that a person must authorise again. */
interface RefusalSettings {
  codes: number[];
  key: string;
  values: string[];
}

const readRefusalSettings = (node: ComponentNode): RefusalSettings => {
  const [codesName, keyName, valuesName] = [
    'refresh_token_error_status_codes',
    'refresh_token_error_key',
    'refresh_token_error_values',
  ] as const;
  const names = [codesName, keyName, valuesName];
  const declared = [node.child('refresh_token_updater'), node].filter((one) => one && names.some((name) => one.list(name).join('') !== ''));
  if (declared.length > 1) throw node.error('refresh_token_error_* may stand in OAuthAuthenticator or refresh_token_updater, not in both');
  const [own] = declared;
  if (!own) return { codes: [400], key: 'error', values: ['invalid_grant', 'invalid_permissions'] };
  return { codes: own.texts(codesName).map(Number), key: own.text(keyName) ?? '', values: own.texts(valuesName) };
};

const handlerFor = (node: ComponentNode, context: BuildContext): ErrorHandler => {
  const standard = context.build('errorHandler', node.below({ type: 'DefaultErrorHandler' }, 'token_refresh_endpoint'));
  const { codes, key, values } = readRefusalSettings(node);
  const isRefusal = async ({ response }: ExchangeResult): Promise<boolean> => {
    if (!response || !codes.includes(response.status)) return false;
    const json = await response.json();
    return isJsonObject(json) && values.includes(String(json[key]));
  };
  return {
    maxRetries: standard.maxRetries,
    maxTimeMs: standard.maxTimeMs,
    backoff: (outcome, attempt) => standard.backoff(outcome, attempt),
    interpret: async (outcome) =>
      (await isRefusal(outcome))
        ? { action: 'FAIL', failureType: 'config_error', message: 'the refresh token is not valid any more; authorise again and renew it' }
        : standard.interpret(outcome),
  };
};

/** Access tokens from a token endpoint. */
class OAuth implements Authenticator {
  private readonly rotating: RotatingCredentials | undefined;
  private readonly cache: TokenCache;
  private readonly request: TokenRequest;
  private readonly handler: ErrorHandler;
  private readonly read: Record<
    'refreshToken' | 'accessName' | 'expiresName' | 'refreshName' | 'initial' | 'expiry',
    (scope: Scope) => string
  >;
  private readonly expiresAsTime: boolean;
  private renewing = false;

  constructor(
    private readonly node: ComponentNode,
    private readonly context: BuildContext,
  ) {
    const updater = node.child('refresh_token_updater');
    this.rotating = updater && new RotatingCredentials(updater, context);
    const { text } = createSettingReader(node, context);
    this.read = {
      refreshToken: text('refresh_token'),
      accessName: text('access_token_name', 'access_token'),
      expiresName: text('expires_in_name', 'expires_in'),
      refreshName: () => updater?.text('refresh_token_name') ?? 'refresh_token',
      initial: text('access_token_value'),
      expiry: text('token_expiry_date'),
    };
    this.expiresAsTime = node.has('token_expiry_date_format');
    this.request = buildTokenRequest(node, context);
    this.handler = handlerFor(node, context);
    this.cache = shareBySource(context, this.rotating?.name ?? `oauth ${sharedNameOf(node, context)}`, () => this.newCache());
  }

  async apply(...[request, scope, signal]: Parameters<Authenticator['apply']>): Promise<void> {
    const token = await this.cache.get(this.context, () => this.fetch(scope), signal);
    setHeader(request, 'Authorization', `Bearer ${token}`);
  }

  renew(): void {
    this.renewing = true;
    this.cache.forget();
  }

  private newCache(): TokenCache {
    const cache = new TokenCache();
    const scope = this.context.scope();
    const [value, expiry] = [this.read.initial(scope), this.read.expiry(scope)];
    if (!value || !expiry) return cache;
    const expiresAt = readTime(expiry);
    if (expiresAt === undefined) throw this.node.error('token_expiry_date is not a readable time', 'token_expiry_date');
    cache.seed({ value, expiresAt }, this.context.clock);
    return cache;
  }

  private async fetch(scope: Scope): Promise<CachedToken> {
    const known = await this.rotating?.current();
    const forced = this.renewing;
    this.renewing = false;
    if (known?.token && !forced && known.token.expiresAt > this.context.clock.now()) return known.token;
    const refreshToken = known?.refreshToken ?? (this.node.has('refresh_token') ? this.read.refreshToken(scope) : undefined);
    if (refreshToken) this.context.secrets.add(refreshToken);
    const request = this.request.draft(scope, refreshToken);
    const what = `OAuthAuthenticator: ${request.method} ${URL.parse(request.url)?.origin ?? 'token_refresh_endpoint'}`;
    const response = await sendAuxiliary({ request, errorHandler: this.handler, scope, what }, this.context);
    const token = this.tokenIn(await response?.json(), scope, what);
    await response?.body.dispose();
    return token;
  }

  private async tokenIn(json: Json | undefined, scope: Scope, what: string): Promise<CachedToken> {
    const value = findField(json, this.read.accessName(scope));
    if (typeof value !== 'string' || value === '') throw new ReadFailedError(`${what}: the response has no ${this.read.accessName(scope)}`);
    this.context.secrets.add(value);
    const now = this.context.clock.now();
    const life = findField(json, this.read.expiresName(scope));
    const token = { value, expiresAt: life === undefined ? now + hour : expiryOf(life, this.expiresAsTime, now) };
    await this.keep(json, token, scope);
    return token;
  }

  private async keep(json: Json | undefined, token: CachedToken, scope: Scope): Promise<void> {
    if (!this.rotating) return;
    const next = findField(json, this.read.refreshName(scope));
    if (typeof next === 'string') this.context.secrets.add(next);
    const { refreshToken } = await this.rotating.current();
    await this.rotating.keep({ refreshToken: typeof next === 'string' && next ? next : refreshToken, token });
  }
}

/** A token of a token endpoint; without one, the token that the config has. */
export const buildOAuth = (node: ComponentNode, context: BuildContext): Authenticator => {
  if (!node.has('token_refresh_endpoint')) {
    const token = readRequiredSecret(node, 'access_token_value', context);
    return { apply: async (request, scope) => setHeader(request, 'Authorization', `Bearer ${token(scope)}`) };
  }
  const grant = context.interpolator.compile(node.text('grant_type') ?? 'refresh_token', node.parameters).text(context.scope());
  const needsToken = grant === 'refresh_token' && !node.has('refresh_token_updater') && !node.flag('use_profile_assertion');
  if (needsToken && !node.has('refresh_token')) throw node.error('OAuthAuthenticator with grant_type refresh_token needs refresh_token');
  return new OAuth(node, context);
};
