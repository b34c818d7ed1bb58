import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { alertSettingsSchema } from '@twl/contracts';
import { SchedulerRegistry } from '@nestjs/schedule';
import { manualRuns } from '@twl/pipeline';
import { launchBench, untilIdle, type Read } from '@twl/pipeline/testing';
import { makeBegin } from '@twl/ports/testing';
import type { Runtime } from '@twl/runtime';
import { Alerter } from './alerter';
import { IngestionModule } from './ingestion.module';
import { Scheduler } from './scheduler';
import { Sweeper } from './sweeper';

const untilStopped: Read = (_, { signal }) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'end', state: 'complete' })));

/** What the tests started: closed after each, also after one that failed. */
const apps: INestApplicationContext[] = [];

const started = async (bench = launchBench()) => {
  const { engine, catalog, clock, log } = bench;
  const alerting = { settings: alertSettingsSchema.parse({}), url: 'http://localhost:3000', openChannels: () => [] };
  const runtime = { engine, catalog, clock, log, owner: 'test', alerting } as unknown as Runtime;
  const app = await NestFactory.createApplicationContext(IngestionModule.of(runtime), { logger: false });
  apps.push(app);
  await untilIdle();
  const request = async () => {
    const runs = manualRuns(await bench.source()).map(({ id, stream }) => ({ runId: id, stream: stream.name }));
    await engine.requestQueue.send([{ v: 2, source: 'shop', runs, trigger: 'manual', requestedAt: clock.iso() }]);
    await untilIdle();
    return runs;
  };
  return { ...bench, app, request };
};

describe('the ingestion app', () => {
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('looks at the schedule every second, and sweeps and evaluates the alerts every ten', async () => {
    const { app, ids } = await started();
    const intervals = app.get(SchedulerRegistry).getIntervals();
    expect(intervals).toHaveLength(3);
    await app.get(Scheduler).tick();
    await untilIdle();
    expect(await ids()).toEqual(['orders.2026-01-31T12:00:00Z']);
  });

  it('evaluates the rules of alerts', async () => {
    const { app, engine, clock } = await started(
      launchBench(['orders'], async () => ({ kind: 'end', state: 'failed', reason: 'HTTP 401' })),
    );
    for (let i = 0; i < 3; i++) {
      await clock.advance(300_000);
      await app.get(Scheduler).tick();
      await untilIdle();
    }
    await app.get(Alerter).step();
    expect(await engine.alerts.get('failing:shop')).toMatchObject({ state: 'firing', evidence: { run: { reason: 'HTTP 401' } } });
  });

  it('makes the runs that are requested from its start on', async () => {
    const { request, engine } = await started();
    const [run] = await request();
    expect(await engine.runs.get(run!.runId)).toMatchObject({ trigger: 'manual', end: { state: 'complete' } });
    expect(await engine.requestQueue.depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
  });

  it('sweeps at its start, and after a failed sweep again', async () => {
    const bench = launchBench();
    const begun = await bench.engine.runs.begin(makeBegin({ id: 'left', at: bench.clock.iso(), leaseMs: 1000 }));
    expect(begun.kind).toBe('started');
    await bench.clock.advance(60_000);
    const { unsettled } = bench.engine.runs;
    bench.engine.runs.unsettled = () => Promise.reject(new Error('the table is away'));
    const { app, engine, log } = await started(bench);
    expect(log.lines.filter(({ event }) => event === 'sweep.failed')).toHaveLength(1);
    engine.runs.unsettled = unsettled;
    await app.get(Sweeper).sweep();
    expect(await engine.runs.get('left')).toMatchObject({ phase: 'closed', state: 'failed' });
  });

  it('stops its runs when it is closed, of the schedule and of requests, and waits for them', async () => {
    const { app, request, engine, clock, ids } = await started(launchBench(['orders', 'buyers'], untilStopped));
    const [run] = await request();
    expect(await engine.runs.get(run!.runId)).toMatchObject({ phase: 'fetching' });
    await app.close();
    expect(await engine.runs.get(run!.runId)).toMatchObject({ end: { state: 'cancelled' } });
    expect(await ids()).toHaveLength(2);
    expect(clock.sleeping).toBe(0);
  });
});
