import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { answerBrokenRequests, EngineModule, setUpHttp, type AllowedHosts, type EngineBindings } from '@twl/platform';
import type { NextFunction, Request, Response } from 'express';
import { AccessGuard } from '../access/access.guard';
import { Callers } from '../access/callers';
import { ApiModule, type ApiOptions } from '../api.module';

/** Parts of the API application. */
export interface ApiAppOptions extends ApiOptions {
  bindings: EngineBindings;
  /** Host names that requests may use; any by default, for servers behind a gateway. */
  hosts?: AllowedHosts;
  /** Logger for messages of Nest itself; none by default. */
  logger?: LoggerService;
  /** More modules for the same process. */
  imports?: DynamicModule['imports'];
  /** Functions that add pages outside the API. */
  pages?: ((app: NestExpressApplication) => void)[];
}

@Module({})
class ServerModule {}

/** Creates the API with the given pages; it does not listen yet. */
export async function createApiApp(options: ApiAppOptions): Promise<NestExpressApplication> {
  const { bindings, hosts, pages = [], imports = [], logger = false as const, ...api } = options;
  const root = {
    module: ServerModule,
    imports: [EngineModule.of(bindings), ApiModule.register(api), ...imports],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger, bodyParser: false });
  setUpHttp(app, { log: bindings.log, hosts });
  app.useGlobalGuards(new AccessGuard(app.get(Callers)));
  app.setGlobalPrefix('api');
  app.use('/api', requireRevalidation);
  for (const serve of pages) serve(app);
  await app.init();
  answerBrokenRequests(app);
  return app;
}

/** Makes clients revalidate a cached response before they use it, because data may change at any time. */
function requireRevalidation(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-cache');
  next();
}
