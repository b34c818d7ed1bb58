import 'reflect-metadata';
import { join } from 'node:path';
import { NestLog } from '@twl/platform';
import { openRuntime, runApp } from '@twl/runtime';
import { serverRules } from './server/access-rules';
import { workThreadsOf } from './heavy/work-threads';
import { cursorKeyIn } from './paging/cursor-key';
import { createApiServer } from './server/create-api-server';
import { serverNames } from './server/server-names';

/** Path of the built dashboard, relative to the built API. */
const builtDashboard = join(__dirname, '..', 'dashboard', 'browser');

void runApp(process.env, {
  start: async ({ config, env, log, logger }) => {
    const runtime = await openRuntime({ config, env, log, servesApi: true });
    const work = workThreadsOf(runtime, { env, log });
    const server = await createApiServer({
      bindings: runtime,
      access: serverRules(config),
      work,
      names: serverNames(config),
      cursorKey: await (runtime.cursorKey?.() ?? cursorKeyIn(config.dataDir)),
      fingerprintAlgorithm: config.fingerprintAlgorithm,
      dashboardDir: config.dashboardDir ?? builtDashboard,
      logger: new NestLog(logger),
    });
    const url = await server.listen({ port: config.port, host: config.host });
    log.info('api.ready', { url, docs: `${url}/api/docs`, dataDir: config.dataDir });
    return async () => {
      await server.close();
      await work.close();
      await runtime.close();
    };
  },
});
