import type { DraftRequest } from '../component/exchange';

/** Joins as browsers and Python's `urljoin` do: an absolute path address wins; an empty path leaves the base as it is. */
export const joinUrl = (base: string, path: string): string => {
  if (path === '') return base;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path;
  return new URL(path.replaceAll('\\', '%5C'), base.endsWith('/') ? base : `${base}/`).href;
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
  return url.href;
};

/** Percent-encodes as Python's `quote_plus`. */
export const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
