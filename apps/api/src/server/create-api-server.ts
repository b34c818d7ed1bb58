import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { answerBrokenRequests, EngineModule, setUpHttp, type EngineBindings } from '@twl/platform';
import type { NextFunction, Request, Response } from 'express';
import { ApiModule, type ApiOptions } from '../api.module';
import { serveDashboard } from '../dashboard/serve-dashboard';
import { serveDocs } from '../openapi/serve-docs';
import { listenAt, type ListenAddress } from './listen';

/** What the server is put together from. */
export interface ApiServerOptions extends ApiOptions {
  bindings: EngineBindings;
  /** Takes Nest's own lines; none when not given. */
  logger?: LoggerService;
  /** Where the built dashboard lies; without it a page says how to build it. */
  dashboardDir?: string;
  /** Modules that run in the same process. */
  imports?: DynamicModule['imports'];
}

/** The API and the dashboard over HTTP. */
export interface ApiServer {
  app: NestExpressApplication;
  /** Begins to listen; gives the address that a browser can open. @throws ListenError */
  listen(address: ListenAddress): Promise<string>;
  /** Finishes what is under way and stops; the engine stays open. */
  close(): Promise<void>;
}

@Module({})
class ServerModule {}

/** Puts the server together; it does not listen yet. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { bindings, cursorKey, fingerprintAlgorithm, dashboardDir, imports = [], logger = false as const } = options;
  const root = {
    module: ServerModule,
    imports: [EngineModule.of(bindings), ApiModule.register({ cursorKey, fingerprintAlgorithm }), ...imports],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger, bodyParser: false });
  setUpHttp(app, bindings.log);
  app.setGlobalPrefix('api');
  app.use('/api', revalidated);
  serveDocs(app);
  serveDashboard(app, dashboardDir);
  await app.init();
  answerBrokenRequests(app);
  return { app, listen: (address) => listenAt(app, address), close: () => app.close() };
}

/** Data may change at any time: a copy may be kept, and is asked about before it is used. */
function revalidated(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-cache');
  next();
}
