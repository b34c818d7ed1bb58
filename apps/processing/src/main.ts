import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestLog } from '@twl/platform';
import { openRuntime, runApp } from '@twl/runtime';
import { ProcessingModule } from './processing.module';

void runApp(process.env, {
  start: async ({ config, env, log, logger }) => {
    const runtime = await openRuntime({ config, env, log });
    const app = await NestFactory.createApplicationContext(ProcessingModule.of(runtime), { logger: new NestLog(logger) });
    log.info('processing.ready', { dataDir: config.dataDir });
    return async () => {
      await app.close();
      await runtime.close();
    };
  },
});
