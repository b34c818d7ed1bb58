import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { DraftRequest } from '../exchange/exchange';
import type { Authenticator } from '../roles/roles';
import { type Scope, parseDuration, TimeDelta } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { refusePageActions } from '../error-handling/actions-of';
import { noOptions } from '../roles/request-options';
import { RunCookies } from '../exchange/run-cookies';
import { wholeStream } from '../roles/slice';
import { sendAuxiliary } from './auxiliary-request';
import { buildInjection, setHeader, type Inject } from './request-option';
import { shareBySource, sharedNameOf, TokenCache, type CachedToken } from './tokens/token-cache';

const dayMs = 24 * 60 * 60 * 1000;

/** How long a token lives, ms. A month counts as 28 days: better too early than too late. */
const lifeOf = (node: ComponentNode): number | undefined => {
  const text = node.text('expiration_duration');
  if (!text) return undefined;
  try {
    const duration = parseDuration(text);
    const [rest, months] = duration instanceof TimeDelta ? [duration, 0] : [duration.rest, duration.wholeMonths];
    return Number(rest.micros / 1000n) + months * 28 * dayMs;
  } catch {
    throw node.error(`expiration_duration must be an ISO 8601 duration like PT1H, not ${JSON.stringify(text)}`, 'expiration_duration');
  }
};

const valueAtPath = (document: Json, path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);

const tokenText = (value: Json | undefined, what: string): string => {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
  if (!text) throw new ReadFailedError(`${what}: the response to the login has no token where it should be`);
  return text;
};

/** How requests carry the session token. */
const carrier = (node: ComponentNode, context: BuildContext): ((request: DraftRequest, scope: Scope, token: string) => void) => {
  if (node.type === 'Bearer') return (request, _scope, token) => setHeader(request, 'Authorization', `Bearer ${token}`);
  if (node.type !== 'ApiKey') throw node.error('request_authentication must be of type ApiKey or Bearer', 'type');
  const inject: Inject = buildInjection(node.requiredChild('inject_into'), context);
  const template = context.interpolator.compile(node.text('api_token') ?? '{{ session_token }}', node.parameters);
  return (request, scope, token) => {
    const value = template.text({ ...scope, values: { ...scope.values, session_token: token } });
    context.secrets.add(value);
    inject(request, value);
  };
};

/** Builds an authenticator that logs in with a separate request and sends the token with every request until it expires. */
export const buildSessionToken = (node: ComponentNode, context: BuildContext): Authenticator => {
  const decoder = context.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const login = context.with({ decoder }).build('requester', node.requiredChild('login_requester'));
  refusePageActions(node.requiredChild('login_requester'));
  const path = node.texts('session_token_path');
  const life = lifeOf(node);
  const carry = carrier(node.requiredChild('request_authentication'), context);
  const cache = shareBySource(context, `session ${sharedNameOf(node, context)}`, () => new TokenCache());
  const what = 'SessionTokenAuthenticator';
  const fetchToken = async (scope: Scope): Promise<CachedToken> => {
    const cookies = new RunCookies(context.secrets);
    const request = { ...login.draft({ slice: wholeStream, token: null, options: noOptions() }), cookies };
    const { authenticator, errorHandler } = login;
    const response = await sendAuxiliary({ request, authenticator, errorHandler, scope, what }, context);
    if (!response) throw new ReadFailedError(`${what}: the login got no response`);
    const value = tokenText(valueAtPath(await decoder.document(response.body, { headers: response.headers }), path), what);
    await response.body.dispose();
    context.secrets.add(value);
    return { value, expiresAt: life === undefined ? -Infinity : context.clock.now() + life, cookies };
  };
  return {
    apply: async (request, scope, signal) => {
      const { value, cookies } = await cache.getToken(context, () => fetchToken(scope), signal);
      if (cookies) request.cookies?.adopt(cookies);
      carry(request, scope, value);
    },
    renew: () => cache.forget(),
  };
};
