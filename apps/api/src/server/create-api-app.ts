import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { answerBrokenRequests, EngineModule, setUpHttp, type AllowedHosts, type EngineBindings } from '@twl/platform';
import type { NextFunction, Request, Response } from 'express';
import { ApiModule, type ApiOptions } from '../api.module';

/** What the API is put together from. */
export interface ApiAppOptions extends ApiOptions {
  bindings: EngineBindings;
  /** The names that the server answers to; any, where a gateway before it decides. */
  hosts?: AllowedHosts;
  /** Takes Nest's own lines; none when not given. */
  logger?: LoggerService;
  /** Modules that run in the same process. */
  imports?: DynamicModule['imports'];
  /** Adds pages that are served beside the API. */
  pages?: ((app: NestExpressApplication) => void)[];
}

@Module({})
class ServerModule {}

/** Puts the API together, and nothing beside it but the pages that are given; it does not listen yet. */
export async function createApiApp(options: ApiAppOptions): Promise<NestExpressApplication> {
  const { bindings, hosts, pages = [], imports = [], logger = false as const, ...api } = options;
  const root = {
    module: ServerModule,
    imports: [EngineModule.of(bindings), ApiModule.register(api), ...imports],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger, bodyParser: false });
  setUpHttp(app, { log: bindings.log, hosts });
  app.setGlobalPrefix('api');
  app.use('/api', revalidated);
  for (const serve of pages) serve(app);
  await app.init();
  answerBrokenRequests(app);
  return app;
}

/** Data may change at any time: a copy may be kept, and is asked about before it is used. */
function revalidated(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-cache');
  next();
}
