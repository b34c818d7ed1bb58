import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CallerRole } from '@twl/contracts';
import { allowedHosts } from '@twl/platform';
import type { MetricsText } from '@twl/runtime';
import { requireSignIn } from './access-rules';
import { Callers } from '../access/callers';
import { serveDashboard } from '../dashboard/serve-dashboard';
import { serveDocs } from '../document/serve-docs';
import { createApiApp, type ApiAppOptions } from './create-api-app';
import { listenAt, type ListenAddress } from './listen';
import { serveMetrics } from './serve-metrics';
import { isLoopback } from './server-names';

/** Parts of the server. */
export interface ApiServerOptions extends Omit<ApiAppOptions, 'pages' | 'hosts'> {
  /** Allowed host names, in addition to IP addresses and loopback names. */
  names?: readonly string[];
  /** Folder of the built dashboard; without it the server shows a page on how to build it. */
  dashboardDir?: string;
  /** The metrics, served at `/metrics`; by default none are. */
  metrics?: MetricsText | undefined;
}

/** HTTP server of the API and the dashboard. */
export interface ApiServer {
  app: NestExpressApplication;
  /** Starts to listen and returns the address for a browser. @throws ListenError, SignInMissingError */
  listen(address: ListenAddress): Promise<string>;
  /** Returns true if whoever asks may do everything. */
  isOpen(): Promise<boolean>;
  /** Finishes running requests and stops; the engine stays open. */
  close(): Promise<void>;
}

/** What those may do who do not sign in. */
const meanings: Readonly<Record<CallerRole, string>> = {
  viewer: 'whoever can reach this address may read everything without signing in',
  operator: 'whoever can reach this address may read everything, run, replay and discard without signing in',
  admin: 'everyone who can reach this address may do everything without signing in',
};

/** Creates the server; it does not listen yet. */
export async function createApiServer({ dashboardDir, names = [], metrics, ...options }: ApiServerOptions): Promise<ApiServer> {
  const hosts = allowedHosts(names);
  const app = await createApiApp({
    ...options,
    hosts,
    pages: [serveDocs, (served) => metrics && serveMetrics(served, metrics), (served) => serveDashboard(served, dashboardDir)],
  });
  const { engine, clock, log } = options.bindings;
  const listen = async (address: ListenAddress): Promise<string> => {
    const { host } = address;
    await requireSignIn(options.access, { host, credentials: engine.credentials, clock });
    const url = await listenAt(app, address);
    const role = await app.get(Callers).anonymousRole();
    if (role !== undefined && !isLoopback(host)) log.warn('api.open', { url, host, role, meaning: meanings[role] });
    if (role !== undefined && isLoopback(host))
      log.info('api.open', { url, host, role, meaning: `from this machine only: ${meanings[role]}` });
    return url;
  };
  return { app, listen, isOpen: async () => (await app.get(Callers).anonymousRole()) === 'admin', close: () => app.close() };
}
