import { isInNoProxy } from './no-proxy';

/** The proxies of the operator, as URLs that may contain credentials. */
export interface ProxySettings {
  /** For http addresses. */
  http?: string;
  /** For https addresses. */
  https?: string;
  /** Hosts that are called directly: names with their subdomains, addresses, ranges, `*`; separated by commas. */
  noProxy?: string;
}

/** The proxy of a request. */
export interface Proxy {
  url: URL;
  /** Host and port, without credentials. */
  name: string;
  headers: Record<string, string>;
}

const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const parseProxy = (text: string): Proxy => {
  const url = new URL(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  const credentials = url.username || url.password ? `${decodePart(url.username)}:${decodePart(url.password)}` : undefined;
  const headers = credentials === undefined ? undefined : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  return { url, name: url.host, headers: { ...headers } };
};

/** Chooses the proxy of each request. */
export class ProxyRoutes {
  readonly #proxies: Record<string, Proxy | undefined>;
  readonly #noProxy: string;

  constructor({ http, https, noProxy = '' }: ProxySettings = {}) {
    this.#proxies = { 'http:': http ? parseProxy(http) : undefined, 'https:': https ? parseProxy(https) : undefined };
    this.#noProxy = noProxy;
  }

  /** Returns the proxy for a URL; undefined if it is called directly. */
  proxyOf(url: URL): Proxy | undefined {
    const proxy = this.#proxies[url.protocol];
    return proxy && !isInNoProxy(this.#noProxy, url) ? proxy : undefined;
  }
}
