import type { NestExpressApplication } from '@nestjs/platform-express';
import { allowedHosts } from '@twl/platform';
import { serveDashboard } from '../dashboard/serve-dashboard';
import { serveDocs } from '../document/serve-docs';
import { createApiApp, type ApiAppOptions } from './create-api-app';
import { listenAt, type ListenAddress } from './listen';
import { isLoopback } from './server-names';

/** What the server is put together from. */
export interface ApiServerOptions extends Omit<ApiAppOptions, 'pages' | 'hosts'> {
  /** Host names that the server answers to, beside addresses and those of the loopback. */
  names?: readonly string[];
  /** Where the built dashboard lies; without it a page says how to build it. */
  dashboardDir?: string;
}

/** The API and the dashboard over HTTP. */
export interface ApiServer {
  app: NestExpressApplication;
  /** Begins to listen; gives the address that a browser can open. @throws ListenError */
  listen(address: ListenAddress): Promise<string>;
  /** Finishes what is under way and stops; the engine stays open. */
  close(): Promise<void>;
}

const openDoor =
  'everybody who reaches this address can read, run and delete: nobody has to sign in. Listen on 127.0.0.1, or let a proxy ask who it is';

/** Puts the server together; it does not listen yet. */
export async function createApiServer({ dashboardDir, names = [], ...options }: ApiServerOptions): Promise<ApiServer> {
  const hosts = allowedHosts(names);
  const app = await createApiApp({ ...options, hosts, pages: [serveDocs, (served) => serveDashboard(served, dashboardDir)] });
  const listen = async (address: ListenAddress): Promise<string> => {
    const url = await listenAt(app, address);
    if (!isLoopback(address.host)) options.bindings.log.warn('api.open', { url, host: address.host, meaning: openDoor });
    return url;
  };
  return { app, listen, close: () => app.close() };
}
