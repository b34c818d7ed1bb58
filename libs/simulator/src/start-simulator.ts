import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadControlError } from './http/bad-control-error';
import type { FaultTable } from './faults/fault-table';
import { createRequestHandler } from './handle-request';
import type { RequestLog } from './http/request-log';
import type { ChangingPosts } from './jsonplaceholder/changing-posts';
import { createWorld } from './world';

/** Options of the simulator. */
export interface SimulatorOptions {
  /** 0, the default, chooses a free port. */
  port?: number;
  /** A loopback address, default 127.0.0.1: the simulator serves only this machine. */
  host?: string;
  /** Everything generated depends on it and on elapsed time. Default 1. */
  seed?: number;
  /** Default: the clock of the machine. */
  clock?: { now(): number };
  /** Milliseconds between two changes of the posts, default 60,000; 0 means no changes. */
  changeEveryMs?: number;
  /** Start of the changes, ms since 1970, default now. The same value after a restart continues the same changes. */
  since?: number;
}

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:1234`, without a trailing slash. */
  readonly url: string;
  /** The active faults: `faults.set('/jsonplaceholder/posts', { kind: 'status', status: 503, count: 2 })`. */
  readonly faults: FaultTable;
  /** The posts, to read and to change. */
  readonly posts: ChangingPosts;
  /** The requests to the simulated APIs. */
  readonly requests: RequestLog;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

const loopback = ['127.0.0.1', '::1', 'localhost'];

const listenOn = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Starts offline simulations of JSONPlaceholder and RandomUser. @throws BadControlError if the host is not loopback */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const { port = 0, host = '127.0.0.1', seed = 1, clock = Date, changeEveryMs = 60_000 } = options;
  if (!loopback.includes(host)) throw new BadControlError(`the simulator listens on loopback only, not on ${host}`);
  const now = (): number => clock.now();
  const world = createWorld({ seed: String(seed), changeEveryMs, since: options.since ?? now(), now });
  let url = 'http://localhost';
  const handle = createRequestHandler(world, () => url);
  const stop = new AbortController();
  const server = createServer((request, response) => {
    // After any error here the connection is closed or of no more use.
    handle({ request, response, signal: stop.signal }).catch(() => response.destroy());
  });
  const address = await listenOn(server, port, host);
  url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${String(address.port)}`;
  const close = (): Promise<void> => {
    stop.abort();
    return closed(server);
  };
  return { url, faults: world.faults, posts: world.posts, requests: world.requests, close };
};
