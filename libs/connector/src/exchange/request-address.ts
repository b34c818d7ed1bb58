import type { DraftRequest } from './exchange';

/** Joins as Python's `urljoin` does: an absolute URL wins; an empty path leaves the base unchanged. Undefined if the base is not a URL. */
export const joinUrl = (base: string, path: string): string | undefined => {
  if (path === '') return base;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path;
  if (!URL.canParse(base)) return undefined;
  const joined = new URL(path.replaceAll('\\', '%5C'), base.endsWith('/') ? base : `${base}/`);
  if (!path.startsWith('/')) joined.pathname = withoutEmpty(joined.pathname);
  return joined.href;
};

/** Removes empty parts between two slashes of a path, for example from an empty template. */
const withoutEmpty = (path: string): string => {
  const parts = path.split('/');
  return parts.filter((part, index) => part !== '' || index === 0 || index === parts.length - 1).join('/');
};

/** The whole address of a request, its query encoded as Python's `urlencode` does. A pair that the address has already is not repeated. */
export const fullUrlOf = (request: DraftRequest): string => {
  const url = new URL(request.url);
  const present = new Set([...url.searchParams].map(([name, value]) => `${name}=${value}`));
  const pairs = [...request.params].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, each] as const),
  );
  const added = pairs
    .filter(([name, value]) => !present.has(`${name}=${value}`))
    .map(([name, value]) => `${encodeParameter(name)}=${encodeParameter(value)}`);
  if (added.length > 0) url.search = [url.search.replace(/^\?/, ''), ...added].filter((part) => part !== '').join('&');
  return url.href.replace(/[|^{}`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
};

/** Percent-encodes as Python's `quote_plus`. */
export const encodeParameter = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
