import { NestFactory } from '@nestjs/core';
import { altered } from '@twl/ports/testing';
import { fetchedRun, untilIdle } from '@twl/pipeline/testing';
import type { Runtime } from '@twl/runtime';
import { ProcessingModule } from './processing.module';

/** The app before two pages that were fetched; `beforeRead` is awaited before a page is read. */
const bench = async (beforeRead: () => Promise<void> = async () => undefined) => {
  const run = await fetchedRun(['[1,2]', '[3]']);
  const raw = altered(run.engine.raw, {
    get: async (key: string) => {
      await beforeRead();
      return run.engine.raw.get(key);
    },
  });
  const { clock, log, ports } = run;
  const engine = { ...run.engine, raw };
  const runtime = { engine, catalog: ports.catalog, clock, log, config: { fingerprintAlgorithm: 'md5' } } as unknown as Runtime;
  const app = await NestFactory.createApplicationContext(ProcessingModule.of(runtime), { logger: false });
  await untilIdle();
  return { ...run, app };
};

describe('the processing app on the embedded queue', () => {
  it('works off the queue from its start on, and lets go of it when it is closed', async () => {
    const { app, engine, clock, records, run } = await bench();
    expect(await records()).toHaveLength(3);
    expect(await run()).toMatchObject({ phase: 'closed', state: 'succeeded' });
    expect(await engine.pageQueue.depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
    await app.close();
    expect(clock.sleeping).toBe(0);
  });

  it('finishes the page in hand before it is closed, and puts back the other one', async () => {
    let goOn = (): void => undefined;
    const { app, engine, records } = await bench(() => new Promise((resolve) => (goOn = resolve)));
    let isClosed = false;
    const closing = app.close().then(() => (isClosed = true));
    await untilIdle();
    expect(isClosed).toBe(false);
    goOn();
    await closing;
    expect(await records()).toHaveLength(2);
    expect(await engine.pageQueue.depth()).toEqual({ ready: 1, inFlight: 0, dead: 0 });
  });
});
