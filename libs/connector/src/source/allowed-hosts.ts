import type { Json, JsonObject } from '@twl/contracts';
import type { Interpolator, Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';

const addressKeys = new Set(['url', 'url_base', 'token_refresh_endpoint', 'login_url', 'validate_session_url', 'access_token_url']);

/** Returns the hosts in a manifest, as far as its URLs depend only on the config. */
export const manifestHostsOf = (manifest: Json, interpolator: Interpolator, scope: Scope): string[] => {
  const hosts = new Set<string>();
  const visitUrls = (value: Json, key: string, parameters: JsonObject): void => {
    if (Array.isArray(value)) for (const item of value) visitUrls(item, key, parameters);
    else if (isJsonObject(value)) {
      const own = isJsonObject(value['$parameters']) ? value['$parameters'] : parameters;
      for (const [name, item] of Object.entries(value)) if (name !== '$parameters') visitUrls(item, name, own);
    } else if (typeof value === 'string' && addressKeys.has(key)) {
      const host = hostOf(value, (text) => interpolator.compile(text, parameters).text(scope));
      if (host) hosts.add(host);
    }
  };
  visitUrls(manifest, '', {});
  return [...hosts];
};

const hostOf = (text: string, evaluate: (text: string) => string): string | undefined => {
  let address: string;
  try {
    address = evaluate(text);
  } catch {
    address = text;
  }
  const match = /^\s*https?:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:{}\s]+)(:\d+)?/i.exec(address);
  return match ? `${match[1]}${match[2] ?? ''}`.toLowerCase() : undefined;
};
