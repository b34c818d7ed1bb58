import { HttpError, type HttpRequest } from '@twl/ports';
import { checkUrl } from './address/network-guard';

/** One request in a chain of redirects. */
export interface Hop {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** The only headers that another host gets: they contain no credentials. */
const harmlessHeaders = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

const filterHeaders = (headers: Record<string, string>, test: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => test(name.toLowerCase())));

/** RFC 9110, 15.4: 303, and 301 or 302 after a POST, continue as GET. */
const methodAfter = (method: string, status: number): string => {
  if (method === 'HEAD') return method;
  return status === 303 || (method === 'POST' && status < 303) ? 'GET' : method;
};

/** Headers arrive as one byte per character; URLs in them are UTF-8 if they are not plain ASCII. */
const decodeUtf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

/** Returns true if a response redirects to another URL. */
export const isRedirect = (status: number, location: string | undefined): location is string =>
  [301, 302, 303, 307, 308].includes(status) && location !== undefined;

/** A response that redirects to another URL. */
export interface Redirect {
  status: number;
  location: string;
}

/** Returns the request of a redirect. @throws HttpError if the redirect is not allowed */
export const followRedirect = (hop: Hop, { status, location }: Redirect, policy: HttpRequest['policy']): Hop => {
  const target = URL.parse(decodeUtf8(location), hop.url.href);
  if (!target) throw new HttpError('HTTP_REDIRECTS', `${hop.url.host} redirects to something that is not a URL`);
  const url = checkUrl(target.href, policy);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new HttpError('HTTP_FORBIDDEN', `${hop.url.host} redirects from https to http`);
  }
  const method = methodAfter(hop.method, status);
  const body = method === hop.method ? hop.body : undefined;
  const sameOrigin = url.origin === hop.url.origin;
  if (!sameOrigin && body !== undefined) {
    throw new HttpError('HTTP_FORBIDDEN', `${hop.url.host} redirects a request with a body to ${url.host}; it could hold credentials`);
  }
  const headers = sameOrigin ? hop.headers : filterHeaders(hop.headers, (name) => harmlessHeaders.has(name));
  return { method, url, body, headers: body === undefined ? filterHeaders(headers, (name) => !name.startsWith('content-')) : headers };
};
