import type { Json, JsonObject } from '@twl/contracts';
import type { Interpolator, Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';

const addressKeys = new Set(['url', 'url_base', 'token_refresh_endpoint', 'login_url', 'validate_session_url', 'access_token_url']);

/** The hosts that a manifest itself names, as far as its addresses are known from the config alone. */
export const manifestHosts = (manifest: Json, interpolator: Interpolator, scope: Scope): string[] => {
  const hosts = new Set<string>();
  const visit = (value: Json, key: string, parameters: JsonObject): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key, parameters);
    else if (isJsonObject(value)) {
      const own = isJsonObject(value['$parameters']) ? value['$parameters'] : parameters;
      for (const [name, item] of Object.entries(value)) if (name !== '$parameters') visit(item, name, own);
    } else if (typeof value === 'string' && addressKeys.has(key)) {
      const host = hostOf(value, (text) => interpolator.compile(text, parameters).text(scope));
      if (host) hosts.add(host);
    }
  };
  visit(manifest, '', {});
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
