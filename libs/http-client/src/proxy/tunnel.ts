import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { HttpError, requireValue } from '@twl/ports';
import { hostOf, portOf } from '../address/host-and-port';
import type { Proxy } from './proxy';

/** The target of a tunnel, and the signal that aborts opening it. */
export interface TunnelOptions {
  host: string;
  port: number | string;
  signal?: AbortSignal;
  ca?: string[];
}

/** Opens a tunnel through a proxy by CONNECT. @throws HttpError that names the proxy, or the error of the connection to it */
export const openTunnel = (proxy: Proxy, { host, port, signal, ca }: TunnelOptions): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const transport = proxy.url.protocol === 'https:' ? https : http;
    const request = transport.request({
      host: hostOf(proxy.url),
      port: portOf(proxy.url),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxy.headers },
      agent: false,
      ca,
    });
    const abort = (): unknown => request.destroy(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal?.removeEventListener('abort', abort));
    request.once('error', reject);
    request.once('connect', (response, socket: Socket, early: Buffer) => {
      signal?.removeEventListener('abort', abort);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        if (early.length > 0) socket.unshift(early);
        return resolve(socket);
      }
      socket.destroy();
      reject(tunnelErrorOf(proxy, target, status));
    });
    request.end();
  });

/** Returns the error for a response of the proxy itself. */
export const proxyErrorOf = (proxy: Proxy): HttpError =>
  new HttpError('HTTP_FORBIDDEN', `the proxy ${proxy.name} requires credentials (407): add them in HTTPS_PROXY or HTTP_PROXY`);

const tunnelErrorOf = (proxy: Proxy, target: string, status: number): HttpError => {
  if (status === 407) return proxyErrorOf(proxy);
  const code = status >= 500 || status === 408 || status === 429 ? 'HTTP_UNREACHABLE' : 'HTTP_FORBIDDEN';
  return new HttpError(code, `the proxy ${proxy.name} refuses a tunnel to ${target} (${status})`);
};

/** Keeps TLS connections through a proxy. */
export class TunnelAgent extends https.Agent {
  constructor(
    private readonly proxy: Proxy,
    private readonly settings: https.AgentOptions & { ca?: string[] },
  ) {
    super(settings);
  }

  override createConnection(
    options: https.RequestOptions & { abandon?: AbortSignal },
    callback?: (error: Error | null, socket: Socket) => void,
  ): undefined {
    const { host, port, abandon } = options;
    openTunnel(this.proxy, {
      host: requireValue(host, 'host to connect to'),
      port: requireValue(port, 'port to connect to'),
      signal: abandon,
      ca: this.settings.ca,
    }).then(
      (socket) => callback?.(null, tls.connect({ ...(options as tls.ConnectionOptions), path: undefined, socket })),
      (error: Error) => callback?.(error, undefined as never),
    );
    return undefined;
  }
}
