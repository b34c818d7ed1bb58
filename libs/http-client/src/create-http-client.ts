import type { IncomingMessage } from 'node:http';
import { HttpClient, HttpError, type HttpRequest, type HttpResponse } from '@twl/ports';
import { BodySink } from './body/body-sink';
import { Connections, StaleConnectionError } from './connections';
import { Deadlines } from './deadlines';
import { acceptedCodings } from './body/content-coding';
import { requestErrorOf, readErrorOf, StrictParserError, findFramingError } from './failure';
import { LenientOrigins } from './lenient/lenient-origins';
import { checkUrl } from './address/network-guard';
import { readBody } from './body/read-body';
import { proxyErrorOf } from './proxy/tunnel';
import type { ProxySettings } from './proxy/proxy';
import { followRedirect, isRedirect, type Hop } from './redirect';

/** Options of an HTTP client. */
export interface HttpClientOptions {
  /** Folder for responses that are too large for memory; created on first use. */
  spoolDir: string;
  /** Largest response kept in memory, bytes; 8 MiB by default. */
  memoryBytes?: number;
  /** Trusted certificates (PEM) instead of the machine's own. */
  ca?: string[];
  /** Proxies for requests; without them every host is called directly. */
  proxies?: ProxySettings;
}

/** Creates a client that sends requests over HTTP/1.1 under a network policy and hard limits. */
export const createHttpClient = (options: HttpClientOptions): HttpClient => new NodeHttpClient(options);

const defaults = { accept: '*/*', 'accept-encoding': acceptedCodings, 'user-agent': 'twl-data-pipeline' };

/** Methods that are sent again if a kept connection turns out to be closed: repeating them has no other effect. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * Built on node:http, not on undici: the deadlines for connect and first byte differ per request, and only the sockets of node:http tell
 * them apart. Its timers are exact; undici's tick once a second.
 */
class NodeHttpClient extends HttpClient {
  readonly #connections: Connections;
  readonly #lenient = new LenientOrigins();

  constructor(private readonly options: HttpClientOptions) {
    super();
    this.#connections = new Connections(options);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = checkUrl(request.url, request.policy);
    using deadlines = new Deadlines(request.limits, this.#nameOf(request.method, url), request.signal);
    deadlines.signal.throwIfAborted();
    const headers = { ...defaults, ...lowerCaseNames(request.headers) };
    let hop: Hop = { method: request.method.toUpperCase(), url, headers, body: request.body };
    for (let redirects = 0; ; redirects += 1) {
      const result = await this.#exchange(hop, request, deadlines);
      if ('body' in result) return result;
      if (redirects >= request.limits.maxRedirects) {
        throw new HttpError('HTTP_REDIRECTS', `${request.method} ${url.host}: more than ${request.limits.maxRedirects} redirects`);
      }
      hop = followRedirect(hop, { status: result.status, location: result.location }, request.policy);
    }
  }

  /**
   * Uses the strict parser first, so that connections can be kept; a response that it refuses is requested once more and parsed leniently.
   */
  async #exchange(hop: Hop, request: HttpRequest, deadlines: Deadlines): Promise<HttpResponse | Redirect> {
    const { origin } = hop.url;
    const exchangeOnce = (lenient: boolean) => this.#exchangeOnce(hop, { request, deadlines, lenient });
    if (this.#lenient.has(origin)) return await exchangeOnce(true);
    try {
      return await exchangeOnce(false);
    } catch (error) {
      if (!(error instanceof StrictParserError)) throw error;
      this.#lenient.add(origin);
      if (idempotent.has(hop.method) && !deadlines.signal.aborted) return await exchangeOnce(true);
      const what = this.#nameOf(hop.method, hop.url);
      throw new HttpError(
        'HTTP_UNREACHABLE',
        `${what}: the response is not strictly HTTP (${error.code}); the next one is parsed leniently`,
        error,
      );
    }
  }

  async #exchangeOnce(hop: Hop, at: { request: HttpRequest; deadlines: Deadlines; lenient: boolean }): Promise<HttpResponse | Redirect> {
    const { cookies, limits } = at.request;
    const response = await this.#open({ ...hop, headers: addCookies(hop, cookies) }, at);
    cookies?.take(hop.url.href, response.headers['set-cookie'] ?? []);
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (!isRedirect(status, location)) return await this.#readResponse(response, hop, { limits, deadlines: at.deadlines });
    response.destroy();
    return { status, location };
  }

  async #open(hop: Hop, at: { request: HttpRequest; deadlines: Deadlines; lenient: boolean }): Promise<IncomingMessage> {
    const { request, deadlines, lenient } = at;
    const what = this.#nameOf(hop.method, hop.url);
    const openConnection = (): Promise<IncomingMessage> =>
      this.#connections.open(hop, { allowPrivate: request.policy.allowPrivateAddresses, deadlines, what, lenient });
    try {
      const response = await openConnection().catch((error: unknown) => {
        const again = error instanceof StaleConnectionError && idempotent.has(hop.method) && !deadlines.signal.aborted;
        if (again) return openConnection();
        throw error;
      });
      this.#checkHead(response, hop);
      return response;
    } catch (error) {
      if (deadlines.signal.aborted) throw deadlines.signal.reason;
      throw requestErrorOf(error instanceof StaleConnectionError ? error.cause : error, what);
    }
  }

  #checkHead(response: IncomingMessage, { url }: Hop): void {
    const proxy = this.#connections.proxyFor(url);
    const error = proxy && response.statusCode === 407 ? proxyErrorOf(proxy) : findFramingError(response.headers['transfer-encoding']);
    if (!error) return;
    response.destroy();
    throw error;
  }

  async #readResponse(
    response: IncomingMessage,
    hop: Hop,
    { limits, deadlines }: { limits: HttpRequest['limits']; deadlines: Deadlines },
  ): Promise<HttpResponse> {
    const what = this.#nameOf(hop.method, hop.url);
    const sink = new BodySink(this.options.spoolDir, this.options.memoryBytes ?? 8 * 1024 * 1024);
    deadlines.enter('idle');
    try {
      const body = await readBody(response, { sink, limits, what, onData: () => deadlines.restart() });
      return { status: response.statusCode ?? 0, headers: joinValues(response.headers), url: hop.url.href, body };
    } catch (error) {
      response.destroy();
      await sink.discard();
      throw deadlines.signal.aborted ? deadlines.signal.reason : readErrorOf(error, what);
    }
  }

  /** Only method and host: paths and queries can hold secrets. */
  #nameOf(method: string, url: URL): string {
    const proxy = this.#connections.proxyFor(url);
    return `${method} ${url.host}${proxy ? ` through the proxy ${proxy.name}` : ''}`;
  }
}

/** A redirect to another URL. */
interface Redirect {
  status: number;
  location: string;
}

const nameOfPair = (pair: string): string => pair.split('=', 1)[0] ?? '';

/** Adds the cookies of the jar after those that the request already has. */
const addCookies = ({ headers, url }: Hop, jar: HttpRequest['cookies']): Record<string, string> => {
  const own = headers['cookie'];
  const names = new Set((own ?? '').split(';').map((pair) => nameOfPair(pair).trim()));
  const kept = (jar?.header(url.href) ?? '').split('; ').filter((pair) => pair !== '' && !names.has(nameOfPair(pair)));
  return kept.length === 0 ? headers : { ...headers, cookie: [...(own ? [own] : []), ...kept].join('; ') };
};

const lowerCaseNames = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const joinValues = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
