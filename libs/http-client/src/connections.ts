import * as http from 'node:http';
import * as https from 'node:https';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Deadlines } from './deadlines';
import { hostOf, portOf } from './address/host-and-port';
import { LenientConnection, maxHeadBytes } from './lenient/lenient-connection';
import { createGuardedLookup } from './address/network-guard';
import { ProxyRoutes, type Proxy, type ProxySettings } from './proxy/proxy';
import type { Hop } from './redirect';
import { openTunnel, TunnelAgent } from './proxy/tunnel';

const agentOptions = { keepAlive: true, maxFreeSockets: 16, scheduling: 'lifo' } as const;

/** Options of all connections. */
export interface ConnectionOptions {
  ca?: string[];
  proxies?: ProxySettings;
}

/** How one request is sent. */
export interface SendOptions {
  allowPrivate: boolean;
  deadlines: Deadlines;
  /** Name of the request in errors. */
  what: string;
  /** Accept a response that the parser of Node refuses, on a connection that no other request uses. */
  lenient: boolean;
}

type RequestOptions = https.RequestOptions & { abandon?: AbortSignal };

/** Keeps connections open for the next request. Sources that may reach private addresses have separate ones. */
export class Connections {
  readonly #agents = new Map<string, http.Agent>();
  readonly #lookups = { true: createGuardedLookup(true), false: createGuardedLookup(false) };
  readonly #routes: ProxyRoutes;

  constructor(private readonly options: ConnectionOptions) {
    this.#routes = new ProxyRoutes(options.proxies);
  }

  /** Returns the proxy of a request. */
  proxyFor(url: URL): Proxy | undefined {
    return this.#routes.proxyOf(url);
  }

  /** Sends one request and waits for the head of the response. */
  async open(hop: Hop, sending: SendOptions): Promise<http.IncomingMessage> {
    const proxy = this.#routes.proxyOf(hop.url);
    const headers = hop.body === undefined ? hop.headers : { ...hop.headers, 'content-length': String(Buffer.byteLength(hop.body)) };
    const options: RequestOptions = { ...this.#target(hop.url, proxy), method: hop.method, maxHeaderSize: maxHeadBytes };
    options.headers = { host: hop.url.host, ...headers, ...(isPlain(hop.url) ? proxy?.headers : {}) };
    sending.deadlines.enter('connect');
    if (!sending.lenient) return sendRequest(hop, { ...options, ...this.#pooled(hop.url, proxy, sending) }, sending.deadlines);
    const socket = await this.#connect(hop.url, proxy, sending);
    const connection = new LenientConnection(socket, { method: hop.method, what: sending.what });
    options.headers = { ...options.headers, connection: 'close' };
    return sendRequest(hop, { ...options, createConnection: () => connection }, sending.deadlines);
  }

  /** An unencrypted request is sent to the proxy itself, with the full URL. */
  #target(url: URL, proxy: Proxy | undefined): RequestOptions {
    const isForwarded = proxy !== undefined && isPlain(url);
    const { protocol } = isForwarded ? proxy.url : url;
    const to = isForwarded ? proxy.url : url;
    const path = `${url.pathname}${url.search}`;
    return { protocol, host: hostOf(to), port: portOf(to), path: isForwarded ? `${url.origin}${path}` : path };
  }

  #pooled(url: URL, proxy: Proxy | undefined, { allowPrivate, deadlines }: SendOptions): RequestOptions {
    if (!proxy) return { agent: this.#agent(`${url.protocol} ${allowPrivate}`, url.protocol), lookup: this.#lookups[`${allowPrivate}`] };
    if (isPlain(url)) return { agent: this.#agent(`${proxy.url.protocol} proxy`, proxy.url.protocol), servername: serverName(proxy.url) };
    return { agent: this.#agent(`tunnel ${proxy.url.href}`, url.protocol, proxy), abandon: deadlines.signal };
  }

  #agent(name: string, protocol: string, proxy?: Proxy): http.Agent {
    const known = this.#agents.get(name);
    if (known) return known;
    const settings = { ...agentOptions, ca: this.options.ca };
    const secure = proxy ? () => new TunnelAgent(proxy, settings) : () => new https.Agent(settings);
    const agent = protocol === 'https:' ? secure() : new http.Agent(agentOptions);
    this.#agents.set(name, agent);
    return agent;
  }

  /** Opens a connection for one request only. */
  async #connect(url: URL, proxy: Proxy | undefined, { allowPrivate, deadlines }: SendOptions): Promise<Socket> {
    const { ca } = this.options;
    const { signal } = deadlines;
    const lookup = proxy ? undefined : this.#lookups[`${allowPrivate}`];
    const [host, port] = [hostOf(url), portOf(url)];
    if (proxy && !isPlain(url)) {
      const socket = await openTunnel(proxy, { host, port, signal, ca });
      return await whenReady(connectTls({ socket, host, ca, servername: serverName(url) }), signal);
    }
    const to = proxy?.url ?? url;
    const at = { host: hostOf(to), port: portOf(to), lookup };
    return await whenReady(isPlain(to) ? connectPlain(at) : connectTls({ ...at, ca, servername: serverName(to) }), signal);
  }
}

/** Returns the server name for TLS; IP addresses have none. */
const serverName = (url: URL): string => (isIP(hostOf(url)) ? '' : hostOf(url));

const isPlain = (url: URL): boolean => url.protocol === 'http:';

const isOpening = (socket: Socket): boolean =>
  socket.connecting || (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting === true;

const whenReady = (socket: Socket, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const abort = (): unknown => socket.destroy(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const settle = (done: () => void) => (): void => {
      signal.removeEventListener('abort', abort);
      done();
    };
    socket.once(
      'secureConnecting' in socket ? 'secureConnect' : 'connect',
      settle(() => resolve(socket)),
    );
    socket.once('error', (error) => settle(() => reject(error))());
  });

const sendRequest = (hop: Hop, options: RequestOptions, deadlines: Deadlines): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = (options.protocol === 'https:' ? https : http).request(options);
    let response: http.IncomingMessage | undefined;
    request.once('socket', (socket: Socket) => {
      const startFirstByte = (): void => deadlines.enter('firstByte');
      if (!isOpening(socket)) startFirstByte();
      else socket.once(options.protocol === 'https:' ? 'secureConnect' : 'connect', startFirstByte);
    });
    const abort = (): unknown => request.destroy(deadlines.signal.reason);
    deadlines.signal.addEventListener('abort', abort);
    request.once('response', (head) => {
      response = head;
      // From here on the reader of the body gets the error: the request would swallow it.
      deadlines.signal.removeEventListener('abort', abort);
      deadlines.signal.addEventListener('abort', () => head.destroy(deadlines.signal.reason));
      resolve(head);
    });
    request.on('error', (error) => {
      response?.destroy(error);
      reject(request.reusedSocket ? new StaleConnectionError(error) : error);
    });
    request.once('close', () => reject(new Error('the connection was closed')));
    request.end(hop.body);
  });

/** A kept connection that the other side had already closed when it was used again. */
export class StaleConnectionError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message, { cause });
  }
}
