import type { NestExpressApplication } from '@nestjs/platform-express';
import { serveDashboard } from '../dashboard/serve-dashboard';
import { serveDocs } from '../openapi/serve-docs';
import { createApiApp, type ApiAppOptions } from './create-api-app';
import { listenAt, type ListenAddress } from './listen';

/** What the server is put together from. */
export interface ApiServerOptions extends Omit<ApiAppOptions, 'pages'> {
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

/** Puts the server together; it does not listen yet. */
export async function createApiServer({ dashboardDir, ...options }: ApiServerOptions): Promise<ApiServer> {
  const app = await createApiApp({ ...options, pages: [serveDocs, (served) => serveDashboard(served, dashboardDir)] });
  return { app, listen: (address) => listenAt(app, address), close: () => app.close() };
}
