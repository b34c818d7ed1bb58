import type { SecretMask } from '../secrets/secret-mask';

const kept = new Set([
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'date',
  'etag',
  'last-modified',
  'link',
  'retry-after',
  'x-request-id',
]);
const pattern = /^x-.*(total|count|page|limit|remaining|reset|cursor|version)/;
const longest = 1024;

/** Returns the response headers to store with a page, without secrets. */
export const filterHeaders = (headers: Readonly<Record<string, string>>, secrets: SecretMask): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => kept.has(name) || pattern.test(name))
      .map(([name, value]) => [name, secrets.mask(value).slice(0, longest)]),
  );
