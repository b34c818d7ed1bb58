import { isInNoProxy } from './no-proxy';

/** The proxies that the operator names, as addresses that may hold credentials. */
export interface ProxySettings {
  /** For http addresses. */
  http?: string;
  /** For https addresses. */
  https?: string;
  /** Hosts that are called without one: names with their subdomains, addresses, ranges, `*`; divided by commas. */
  noProxy?: string;
}

/** A proxy that a request goes through. */
export interface Proxy {
  url: URL;
  /** Host and port, without credentials. */
  name: string;
  headers: Record<string, string>;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const parse = (text: string): Proxy => {
  const url = new URL(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  const credentials = url.username || url.password ? `${decoded(url.username)}:${decoded(url.password)}` : undefined;
  const headers = credentials === undefined ? undefined : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  return { url, name: url.host, headers: { ...headers } };
};

/** Which proxy each request goes through. */
export class ProxyRoutes {
  readonly #proxies: Record<string, Proxy | undefined>;
  readonly #noProxy: string;

  constructor({ http, https, noProxy = '' }: ProxySettings = {}) {
    this.#proxies = { 'http:': http ? parse(http) : undefined, 'https:': https ? parse(https) : undefined };
    this.#noProxy = noProxy;
  }

  /** The proxy for an address; undefined where it is called directly. */
  for(url: URL): Proxy | undefined {
    const proxy = this.#proxies[url.protocol];
    return proxy && !isInNoProxy(this.#noProxy, url) ? proxy : undefined;
  }
}
