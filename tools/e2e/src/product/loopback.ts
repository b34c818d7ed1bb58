import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lets a server listen on a free port of loopback. Returns its address, such as `http://127.0.0.1:4301`. */
export const listenOnLoopback = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

/** Ends a server and every connection to it. */
export const endServer = (server: Server): void => {
  server.close();
  server.closeAllConnections();
};
