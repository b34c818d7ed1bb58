import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestLog } from '@twl/platform';
import { listenForMetrics, openRuntime, runApp } from '@twl/runtime';
import { ProcessingModule } from './processing.module';

void runApp(process.env, {
  start: async ({ config, env, log, logger }) => {
    const runtime = await openRuntime({
      config,
      env,
      log,
      stage: 'processing',
      ...(config.metricsPort !== undefined && { metrics: 'prometheus' }),
    });
    const app = await NestFactory.createApplicationContext(ProcessingModule.of(runtime), { logger: new NestLog(logger) });
    log.info('processing.ready', { dataDir: config.dataDir });
    const closeMetrics = await listenForMetrics(runtime);
    return async () => {
      await closeMetrics();
      await app.close();
      await runtime.close();
    };
  },
});
