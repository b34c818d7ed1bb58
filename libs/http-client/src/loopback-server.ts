import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A test server on a free port of the loopback address. */
export interface LoopbackServer extends AsyncDisposable {
  url: string;
  host: string;
  /** Number of connections so far. */
  connections: number;
}

const listenOn = async (server: Server, closeAll: () => void, protocol = 'http'): Promise<LoopbackServer> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle: LoopbackServer = {
    url: `${protocol}://${host}`,
    host,
    connections: 0,
    [Symbol.asyncDispose]: async () => {
      closeAll();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('connection', () => (handle.connections += 1));
  return handle;
};

/** Starts a server with a listener of node:http. */
export const startServer = (listener: RequestListener): Promise<LoopbackServer> => {
  const server = createServer(listener);
  return listenOn(server, () => server.closeAllConnections());
};

/** Starts the same over TLS. */
export const startTlsServer = (certificate: { key: string; cert: string }, listener: RequestListener): Promise<LoopbackServer> => {
  const server = createTlsServer(certificate, listener);
  return listenOn(server, () => server.closeAllConnections(), 'https');
};

/** Starts a server that sends raw bytes once the head of a request has arrived. */
export const startRawServer = (
  response: (socket: Socket) => unknown,
  seen: (head: string) => unknown = () => undefined,
): Promise<LoopbackServer> => {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      if (!data.includes('\r\n\r\n')) return;
      seen(data.toString('latin1'));
      response(socket);
    });
  });
  return listenOn(server, () => sockets.forEach((socket) => socket.destroy()));
};
