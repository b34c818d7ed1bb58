import { createHash } from 'node:crypto';
import type { Json } from '@twl/contracts';
import { toJsonText, isJsonObject } from '@twl/json';
import type { BuildContext } from '../../build/build-context';
import type { ComponentNode } from '../../build/component-node';
import type { RunCookies } from '../../exchange/run-cookies';

/** A credential with an end. `expiresAt` in ms since 1970. */
export interface CachedToken {
  value: string;
  expiresAt: number;
  /** Cookies that the login set; requests with the token send them too. */
  cookies?: RunCookies;
}

/** So that a token does not run out on the way. */
const marginMs = 10_000;

/** So that not every stream knocks with credentials that were just refused: accounts are locked for less. */
const refusedMs = 30_000;

/** One token for all requests; when it has expired, one request fetches the next and the others wait. */
export class TokenCache {
  private token: CachedToken | undefined;
  private usableUntil = -Infinity;
  private pending: Promise<CachedToken> | undefined;
  private failure: { error: unknown; until: number } | undefined;

  /** Sets a token that is already known. Its remaining life is counted by the monotonic clock. */
  seed(token: CachedToken, clock: BuildContext['clock']): void {
    const life = token.expiresAt - clock.now();
    this.token = token;
    this.usableUntil = clock.monotonic() + life - Math.min(marginMs, Math.max(0, life) / 10);
  }

  forget(): void {
    this.token = undefined;
  }

  async get(context: Pick<BuildContext, 'clock'>, fetch: () => Promise<CachedToken>, signal?: AbortSignal): Promise<string> {
    return (await this.getToken(context, fetch, signal)).value;
  }

  /** The token with the cookies that belong to it. */
  async getToken({ clock }: Pick<BuildContext, 'clock'>, fetch: () => Promise<CachedToken>, signal?: AbortSignal): Promise<CachedToken> {
    signal?.throwIfAborted();
    if (this.token && clock.monotonic() < this.usableUntil) return this.token;
    if (this.failure && clock.monotonic() < this.failure.until) throw this.failure.error;
    this.pending ??= this.fetch(fetch, clock).finally(() => (this.pending = undefined));
    return await abortable(this.pending, signal);
  }

  private async fetch(fetch: () => Promise<CachedToken>, clock: BuildContext['clock']): Promise<CachedToken> {
    try {
      const token = await fetch();
      this.seed(token, clock);
      return token;
    } catch (error) {
      this.failure = { error, until: clock.monotonic() + refusedMs };
      throw error;
    }
  }
}

/** Others can wait for the same token: a cancelled request stops waiting, but the fetch continues. */
const abortable = <T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> => {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
};

/** Without the parameters that a stream hands down to all of its parts. */
const withoutParameters = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutParameters);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '$parameters');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutParameters(item)]));
};

/** A name that equal components have in common, in whichever stream they stand. */
export const sharedNameOf = (node: ComponentNode, { config, stream }: Pick<BuildContext, 'config' | 'stream'>): string => {
  const text = toJsonText(withoutParameters(node.properties));
  const own = /parameters/.test(text.replaceAll('request_parameters', '')) ? stream + toJsonText(node.properties) : text;
  return createHash('sha256').update(own).update(toJsonText(config)).digest('hex');
};

/** Returns the object of this name that all streams of a source share; creates it on first use. */
export const shareBySource = <T>(context: Pick<BuildContext, 'memory'>, name: string, make: () => T): T => {
  if (!context.memory.has(name)) context.memory.set(name, make());
  return context.memory.get(name) as T;
};
