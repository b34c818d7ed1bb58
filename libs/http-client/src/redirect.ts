import { HttpError, type HttpRequest } from '@twl/ports';
import { checkUrl } from './address/network-guard';

/** One request of a chain of redirects. */
export interface Hop {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** What says nothing about who asks: the only headers that another host gets to see. */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

const keep = (headers: Record<string, string>, test: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => test(name.toLowerCase())));

/** RFC 9110, 15.4: 303 always and 301, 302 after a POST go on as GET. */
const methodAfter = (method: string, status: number): string => {
  if (method === 'HEAD') return method;
  return status === 303 || (method === 'POST' && status < 303) ? 'GET' : method;
};

/** Headers arrive one byte a character; addresses in them are UTF-8 where they are not plain ASCII. */
const utf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

/** Whether an answer asks us to go elsewhere. */
export const isRedirect = (status: number, location: string | undefined): location is string =>
  [301, 302, 303, 307, 308].includes(status) && location !== undefined;

/** The request that a redirect leads to. @throws HttpError where going there is not allowed */
export const follow = (hop: Hop, status: number, location: string, policy: HttpRequest['policy']): Hop => {
  const target = URL.parse(utf8(location), hop.url.href);
  if (!target) throw new HttpError('HTTP_REDIRECTS', `${hop.url.host} redirects to something that is not an address`);
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
  const headers = sameOrigin ? hop.headers : keep(hop.headers, (name) => harmless.has(name));
  return { method, url, body, headers: body === undefined ? keep(headers, (name) => !name.startsWith('content-')) : headers };
};
