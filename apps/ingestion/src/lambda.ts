import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { eventHandler } from '@twl/platform';
import type { Clock } from '@twl/ports';
import { functionLog, openFunction } from '@twl/runtime/lambda';
import { IngestionEvents } from './lambda/ingestion-events';
import { IngestionFunctionModule } from './lambda/ingestion-function.module';

/** How often the state is measured: reading it costs. */
const measureEveryMs = 300_000;

/** Returns a function that does the work, but only if some time has passed since it did so last. */
const sometimes = (work: () => Promise<void>, clock: Pick<Clock, 'monotonic'>): (() => Promise<void>) => {
  let next = -Infinity;
  return async () => {
    if (clock.monotonic() < next) return;
    next = clock.monotonic() + measureEveryMs;
    await work();
  };
};

const log = functionLog(process.env);

/** Lambda handler for EventBridge schedules, messages of the request queue, and manual events. */
export const handler = eventHandler({
  log,
  open: async () => {
    const runtime = await openFunction(process.env, log, { fetches: true, stage: 'ingestion' });
    const app = await NestFactory.createApplicationContext(IngestionFunctionModule.of(runtime), { logger: false });
    const measureState = sometimes(() => runtime.measureState(), runtime.clock);
    return async (event, deadlineAt) => {
      runtime.aws.clients.deadline.at = deadlineAt;
      try {
        return await app.get(IngestionEvents).work(event, deadlineAt);
      } finally {
        await measureState();
        await runtime.flush();
      }
    };
  },
});
