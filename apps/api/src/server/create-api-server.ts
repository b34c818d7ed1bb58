import type { NestExpressApplication } from '@nestjs/platform-express';
import { allowedHosts } from '@twl/platform';
import { serveDashboard } from '../dashboard/serve-dashboard';
import { serveDocs } from '../document/serve-docs';
import { createApiApp, type ApiAppOptions } from './create-api-app';
import { listenAt, type ListenAddress } from './listen';
import { isLoopback } from './server-names';

/** Parts of the server. */
export interface ApiServerOptions extends Omit<ApiAppOptions, 'pages' | 'hosts'> {
  /** Allowed host names, in addition to IP addresses and loopback names. */
  names?: readonly string[];
  /** Folder of the built dashboard; without it the server shows a page on how to build it. */
  dashboardDir?: string;
}

/** HTTP server of the API and the dashboard. */
export interface ApiServer {
  app: NestExpressApplication;
  /** Starts to listen and returns the address for a browser. @throws ListenError */
  listen(address: ListenAddress): Promise<string>;
  /** Finishes running requests and stops; the engine stays open. */
  close(): Promise<void>;
}

const noAuthentication =
  'the API has no authentication: anyone who can reach this address can read, run and delete. Listen on 127.0.0.1, or use a proxy that authenticates';

/** Creates the server; it does not listen yet. */
export async function createApiServer({ dashboardDir, names = [], ...options }: ApiServerOptions): Promise<ApiServer> {
  const hosts = allowedHosts(names);
  const app = await createApiApp({ ...options, hosts, pages: [serveDocs, (served) => serveDashboard(served, dashboardDir)] });
  const listen = async (address: ListenAddress): Promise<string> => {
    const url = await listenAt(app, address);
    if (!isLoopback(address.host)) options.bindings.log.warn('api.open', { url, host: address.host, meaning: noAuthentication });
    return url;
  };
  return { app, listen, close: () => app.close() };
}
