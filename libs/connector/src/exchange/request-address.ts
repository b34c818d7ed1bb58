import type { DraftRequest } from './exchange';

/** Joins as Python's `urljoin` does: an absolute address wins; an empty path leaves the base as it is. Undefined where the base is no address. */
export const joinUrl = (base: string, path: string): string | undefined => {
  if (path === '') return base;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path;
  if (!URL.canParse(base)) return undefined;
  const joined = new URL(path.replaceAll('\\', '%5C'), base.endsWith('/') ? base : `${base}/`);
  if (!path.startsWith('/')) joined.pathname = withoutEmpty(joined.pathname);
  return joined.href;
};

/** A path without the parts between two slashes that are empty, as where a template gave nothing. */
const withoutEmpty = (path: string): string => {
  const parts = path.split('/');
  return parts.filter((part, index) => part !== '' || index === 0 || index === parts.length - 1).join('/');
};

/** The whole address of a request, its query encoded as Python's `urlencode` does. A pair that the address has already is not repeated. */
export const fullAddress = (request: DraftRequest): string => {
  const url = new URL(request.url);
  const present = new Set([...url.searchParams].map(([name, value]) => `${name}=${value}`));
  const pairs = [...request.params].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, each] as const),
  );
  const added = pairs
    .filter(([name, value]) => !present.has(`${name}=${value}`))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`);
  if (added.length > 0) url.search = [url.search.replace(/^\?/, ''), ...added].filter((part) => part !== '').join('&');
  return url.href.replace(/[|^{}`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
};

/** Percent-encodes as Python's `quote_plus`. */
export const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
