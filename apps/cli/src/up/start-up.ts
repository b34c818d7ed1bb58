import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApiServer, cursorKeyIn, serverNames, serverRules, workThreadsOf } from '@twl/api';
import { IngestionModule } from '@twl/ingestion';
import { NestLog } from '@twl/platform';
import { ProcessingModule } from '@twl/processing';
import { listenForMetrics, metricsTextOf, openRuntime, type AppStart } from '@twl/runtime';

/** Path of the built dashboard, relative to the built command. */
const builtDashboard = join(__dirname, '..', 'dashboard', 'browser');

/** A running product. */
export interface RunningProduct {
  url: string;
  simulatorUrl?: string;
  /** True if whoever asks may do everything. */
  isOpen: boolean;
  close(): Promise<void>;
}

/** Starts ingestion, processing, API and dashboard with one engine, and listens. */
export const startUp = async ({ config, env, log, logger }: AppStart): Promise<RunningProduct> => {
  const runtime = await openRuntime({ config, env, log, fetches: true, servesApi: true, metrics: 'prometheus' });
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
    dashboardDir: config.dashboardDir ?? (existsSync(builtDashboard) ? builtDashboard : undefined),
    logger: new NestLog(logger),
    metrics: config.metricsPort === undefined ? metricsTextOf(runtime) : undefined,
    imports: [IngestionModule.of(runtime), ProcessingModule.of(runtime)],
  });
  const close = async (): Promise<void> => {
    await closeMetrics();
    await server.close();
    await work.close();
    await runtime.close();
  };
  const url = await server.listen({ port: config.port, host: config.host });
  log.info('up.ready', { url, dataDir: config.dataDir, simulator: runtime.simulatorUrl });
  return { url, simulatorUrl: runtime.simulatorUrl, isOpen: await server.isOpen(), close };
};
