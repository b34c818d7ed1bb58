import 'reflect-metadata';
import { join } from 'node:path';
import { NestLog } from '@twl/platform';
import { listenForMetrics, metricsTextOf, openRuntime, runApp } from '@twl/runtime';
import { serverRules } from './server/access-rules';
import { workThreadsOf } from './heavy/work-threads';
import { cursorKeyIn } from './paging/cursor-key';
import { createApiServer } from './server/create-api-server';
import { serverNames } from './server/server-names';

/** Path of the built dashboard, relative to the built API. */
const builtDashboard = join(__dirname, '..', 'dashboard', 'browser');

void runApp(process.env, {
  start: async ({ config, env, log, logger }) => {
    const runtime = await openRuntime({ config, env, log, servesApi: true, metrics: 'prometheus', stage: 'api' });
    const closeMetrics = await listenForMetrics(runtime);
    const work = workThreadsOf(runtime, { env, log });
    const server = await createApiServer({
      bindings: runtime,
      access: serverRules(config),
      work,
      channels: Object.keys(runtime.alerting.settings.channels),
      names: serverNames(config),
      cursorKey: await (runtime.cursorKey?.() ?? cursorKeyIn(config.dataDir)),
      fingerprintAlgorithm: config.fingerprintAlgorithm,
      dashboardDir: config.dashboardDir ?? builtDashboard,
      logger: new NestLog(logger),
      metrics: config.metricsPort === undefined ? metricsTextOf(runtime) : undefined,
    });
    const url = await server.listen({ port: config.port, host: config.host });
    log.info('api.ready', { url, docs: `${url}/api/docs`, dataDir: config.dataDir });
    return async () => {
      await closeMetrics();
      await server.close();
      await work.close();
      await runtime.close();
    };
  },
});
