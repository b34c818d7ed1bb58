import { sourceSettingsSchema } from '@twl/contracts';
import { launchBench, type Read } from '../testing/launch-bench';
import { DueRuns } from './due-runs';
import { Launcher } from './launcher';
import { manualRuns, scheduledRun } from './planned-run';

const minute = 60_000;
const scheduleOf = (catchUp: string, more = {}) =>
  sourceSettingsSchema.parse({ schedule: { cron: '*/5 * * * *', timeZone: 'UTC', catchUp }, ...more });

/** A stream that ran at 12:00 and was not looked at since. */
const ranAtNoon = async (catchUp: string, read?: Read) => {
  const bench = launchBench(['orders'], read);
  bench.catalog.settings = scheduleOf(catchUp);
  const [stream] = await bench.streams();
  await new Launcher(bench.ports).launch(await scheduledRun(bench.ports, stream!, bench.clock.now()));
  const look = async (due = new DueRuns(bench.ports, { graceMs: 30_000 })) => {
    const { times, continuation } = await due.takeDue(await bench.source(), stream!);
    return [...times.map((time) => new Date(time).toISOString().slice(11, 16)), ...(continuation ? [continuation.id] : [])];
  };
  return { ...bench, stream: stream!, look };
};

describe('what is due', () => {
  it.each([
    ['none', []],
    ['last', ['12:15']],
    ['all', ['12:05', '12:10', '12:15']],
  ])('after times were missed is, with catchUp %s, %j', async (catchUp, times) => {
    const { clock, look } = await ranAtNoon(catchUp);
    await clock.advance(17 * minute);
    expect(await look()).toEqual(times);
  });

  it('is said once by one process, and by another one as long as no run was made', async () => {
    const { clock, ports, look } = await ranAtNoon('all');
    await clock.advance(6 * minute);
    const due = new DueRuns(ports, { graceMs: 30_000 });
    expect(await look(due)).toEqual(['12:05']);
    expect(await look(due)).toEqual([]);
    await clock.advance(5 * minute);
    expect(await look(due)).toEqual(['12:10']);
    expect(await look()).toEqual(['12:05', '12:10']);
  });

  it('costs no read while nothing is due', async () => {
    const { clock, ports, look } = await ranAtNoon('all');
    let reads = 0;
    const { pauses } = ports;
    const runs = new Proxy(ports.runs, {
      get: (target, key) => {
        reads += 1;
        return (Reflect.get(target, key, target) as () => unknown).bind(target);
      },
    });
    const due = new DueRuns({ runs, pauses, clock }, { graceMs: 30_000 });
    await look(due);
    expect(reads).toBe(1);
    for (let i = 0; i < 60; i++) {
      await clock.advance(1000);
      await look(due);
    }
    expect(reads).toBe(1);
  });

  it('is nothing for a source that is switched off', async () => {
    const { clock, catalog, look } = await ranAtNoon('all');
    await clock.advance(6 * minute);
    catalog.settings = scheduleOf('all', { enabled: false });
    expect(await look()).toEqual([]);
  });

  it('is nothing while a source is paused, and afterwards what its schedule catches up', async () => {
    const { clock, ports, look } = await ranAtNoon('all');
    const due = new DueRuns(ports, { graceMs: 30_000 });
    await ports.pauses.pause({ source: 'shop', who: 'ada', why: null, at: clock.iso() });
    await clock.advance(6 * minute);
    expect(await look(due)).toEqual([]);
    await clock.advance(5 * minute);
    expect(await look(due)).toEqual([]);
    await ports.pauses.resume('shop');
    expect(await look(due)).toEqual(['12:05', '12:10']);
  });

  const deferred: Read = async () => ({ kind: 'end', state: 'deferred', resumeAt: '2026-01-31T12:03:00.000Z' });

  it('is the continuation of a deferred run when its time has come, once', async () => {
    const { clock, ports, look } = await ranAtNoon('all', deferred);
    const due = new DueRuns(ports, { graceMs: 30_000 });
    expect(await look(due)).toEqual([]);
    await clock.advance(3 * minute);
    expect(await look(due)).toEqual(['shop.orders.2026-01-31T12:00:00Z~2']);
    expect(await look(due)).toEqual([]);
    expect(await look()).toEqual(['shop.orders.2026-01-31T12:00:00Z~2']);
  });

  it('is a time of the schedule rather than a continuation', async () => {
    const { clock, look } = await ranAtNoon('all', deferred);
    await clock.advance(5 * minute);
    expect(await look()).toEqual(['12:05']);
  });

  it.each([
    ['switched off', 'a manual run', true],
    ['switched off', 'a run of the schedule', false],
    ['paused', 'a manual run', true],
    ['paused', 'a run of the schedule', false],
  ])('of a source that is %s: %s is continued: %s', async (how, what, isContinued) => {
    const bench = launchBench(['orders'], deferred);
    bench.catalog.settings = scheduleOf('all', { enabled: how === 'paused' });
    if (how === 'paused') await bench.engine.pauses.pause({ source: 'shop', who: 'ada', why: null, at: bench.clock.iso() });
    const source = await bench.source();
    const [stream] = source.streams;
    const run = what === 'a manual run' ? manualRuns(source)[0]! : await scheduledRun(bench.ports, stream!, bench.clock.now());
    await new Launcher(bench.ports).launch(run);
    await bench.clock.advance(4 * minute);
    const { continuation } = await new DueRuns(bench.ports, { graceMs: 30_000 }).takeDue(source, stream!);
    expect(continuation?.id).toBe(isContinued ? `${run.id}~2` : undefined);
  });
});
