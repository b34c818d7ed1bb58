import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { eventHandler } from '@twl/platform';
import { functionLog, openFunction } from '@twl/runtime/lambda';
import { PageEvents } from './lambda/page-events';
import { ProcessingFunctionModule } from './lambda/processing-function.module';

const log = functionLog(process.env);

/** Lambda handler for batches of the page queue. */
export const handler = eventHandler({
  log,
  open: async () => {
    const runtime = await openFunction(process.env, log, { stage: 'processing' });
    const app = await NestFactory.createApplicationContext(ProcessingFunctionModule.of(runtime), { logger: false });
    return async (event, deadlineAt) => {
      runtime.aws.clients.deadline.at = deadlineAt;
      try {
        return await app.get(PageEvents).work(event, deadlineAt);
      } finally {
        await runtime.flush();
      }
    };
  },
});
