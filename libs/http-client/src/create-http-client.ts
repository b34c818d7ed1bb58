import type { IncomingMessage } from 'node:http';
import { HttpClient, HttpError, type HttpRequest, type HttpResponse } from '@twl/ports';
import { BodySink } from './body-sink';
import { Connections, StaleConnectionError } from './connections';
import { Deadlines } from './deadlines';
import { acceptedCodings } from './content-coding';
import { failureToAnswer, failureToRead } from './failure';
import { checkUrl } from './network-guard';
import { readBody } from './read-body';
import { follow, isRedirect, type Hop } from './redirect';

/** How an HTTP client keeps what it receives. */
export interface HttpClientOptions {
  /** Folder for answers that are too large for memory; made when first needed. */
  spoolDir: string;
  /** Largest answer kept in memory, bytes; 8 MiB when not told. */
  memoryBytes?: number;
  /** Certificates (PEM) trusted in place of the machine's own. */
  ca?: string[];
}

/** Sends requests over HTTP/1.1 under a network policy and hard limits. */
export const createHttpClient = (options: HttpClientOptions): HttpClient => new NodeHttpClient(options);

const defaults = { accept: '*/*', 'accept-encoding': acceptedCodings, 'user-agent': 'twl-data-pipeline' };

/** Sent once more when a kept connection turns out to be closed: they may be repeated by their meaning. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * On node:http and not on undici: the connect and first-byte deadlines differ per request, and only the sockets of node:http
 * tell them apart; its timers are exact, where undici's tick once a second.
 */
class NodeHttpClient extends HttpClient {
  readonly #connections: Connections;

  constructor(private readonly options: HttpClientOptions) {
    super();
    this.#connections = new Connections(options.ca);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = checkUrl(request.url, request.policy);
    using deadlines = new Deadlines(request.limits, `${request.method} ${url.host}`, request.signal);
    deadlines.signal.throwIfAborted();
    const headers = { ...defaults, ...lowerCased(request.headers) };
    let hop: Hop = { method: request.method.toUpperCase(), url, headers, body: request.body };
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#open(hop, request, deadlines);
      const { location } = answer.headers;
      if (!isRedirect(answer.statusCode!, location)) return await this.#read(answer, hop, request.limits, deadlines);
      answer.destroy();
      if (redirects >= request.limits.maxRedirects) {
        throw new HttpError('HTTP_REDIRECTS', `${request.method} ${url.host}: more than ${request.limits.maxRedirects} redirects`);
      }
      hop = follow(hop, answer.statusCode!, location, request.policy);
    }
  }

  async #open(hop: Hop, { policy }: HttpRequest, deadlines: Deadlines): Promise<IncomingMessage> {
    const attempt = (): Promise<IncomingMessage> => this.#connections.open(hop, policy.allowPrivateAddresses, deadlines);
    try {
      return await attempt().catch((error: unknown) => {
        const again = error instanceof StaleConnectionError && idempotent.has(hop.method) && !deadlines.signal.aborted;
        if (again) return attempt();
        throw error;
      });
    } catch (error) {
      throw deadlines.signal.aborted
        ? deadlines.signal.reason
        : failureToAnswer(error instanceof StaleConnectionError ? error.cause : error, `${hop.method} ${hop.url.host}`);
    }
  }

  async #read(answer: IncomingMessage, hop: Hop, limits: HttpRequest['limits'], deadlines: Deadlines): Promise<HttpResponse> {
    const what = `${hop.method} ${hop.url.host}`;
    const sink = new BodySink(this.options.spoolDir, this.options.memoryBytes ?? 8 * 1024 * 1024);
    deadlines.enter('idle');
    try {
      const body = await readBody(answer, { sink, limits, what, onData: () => deadlines.touch() });
      return { status: answer.statusCode!, headers: joined(answer.headers), url: hop.url.href, body };
    } catch (error) {
      answer.destroy();
      await sink.discard();
      throw deadlines.signal.aborted ? deadlines.signal.reason : failureToRead(error, what);
    }
  }
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const joined = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
