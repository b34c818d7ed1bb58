import { NestFactory } from '@nestjs/core';
import { fetchedRun, settled } from '@twl/pipeline/testing';
import type { Runtime } from '@twl/runtime';
import { ProcessingModule } from './processing.module';

describe('the processing app on the embedded queue', () => {
  it('works off the queue from its start on, and lets go of it when it is closed', async () => {
    const { engine, ports, clock, log, records, run } = await fetchedRun(['[1,2]', '[3]']);
    const config = { fingerprintAlgorithm: 'md5' };
    const runtime = { engine, catalog: ports.catalog, clock, log, config } as unknown as Runtime;
    const app = await NestFactory.createApplicationContext(ProcessingModule.of(runtime), { logger: false });
    await settled();
    expect(await records()).toHaveLength(3);
    expect(await run()).toMatchObject({ phase: 'closed', state: 'succeeded' });
    expect(await engine.pageQueue.depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
    await app.close();
    expect(clock.sleeping).toBe(0);
  });
});
