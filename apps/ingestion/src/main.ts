import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestLog } from '@twl/platform';
import { listenForMetrics, openRuntime, runApp } from '@twl/runtime';
import { IngestionModule } from './ingestion.module';

void runApp(process.env, {
  start: async ({ config, env, log, logger }) => {
    const runtime = await openRuntime({
      config,
      env,
      log,
      fetches: true,
      stage: 'ingestion',
      ...(config.metricsPort !== undefined && { metrics: 'prometheus' }),
    });
    const app = await NestFactory.createApplicationContext(IngestionModule.of(runtime), { logger: new NestLog(logger) });
    log.info('ingestion.ready', { dataDir: config.dataDir });
    const closeMetrics = await listenForMetrics(runtime);
    return async () => {
      await closeMetrics();
      await app.close();
      await runtime.close();
    };
  },
});
