import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { eventHandler } from '@twl/platform';
import { functionLog, openFunction } from '@twl/runtime/lambda';
import { IngestionEvents } from './lambda/ingestion-events';
import { IngestionFunctionModule } from './lambda/ingestion-function.module';

const log = functionLog(process.env);

/** Lambda handler for EventBridge schedules, messages of the request queue, and manual events. */
export const handler = eventHandler({
  log,
  open: async () => {
    const runtime = await openFunction(process.env, log, { fetches: true });
    const app = await NestFactory.createApplicationContext(IngestionFunctionModule.of(runtime), { logger: false });
    return (event, deadlineAt) => {
      runtime.aws.clients.deadline.at = deadlineAt;
      return app.get(IngestionEvents).work(event, deadlineAt);
    };
  },
});
