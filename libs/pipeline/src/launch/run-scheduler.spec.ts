import { SourceCatalog, UnavailableError, type ReadEvent, type Source, type SourceStream } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog, altered } from '@twl/ports/testing';
import { sourceSettingsSchema } from '@twl/contracts';
import { deletionStep } from '../deletions/settle-deletions';
import { launchBench, untilIdle } from '../testing/launch-bench';
import { Launcher, type LaunchPorts } from './launcher';
import { RunScheduler } from './run-scheduler';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** A source whose runs find nothing, so that each of them is over at once. */
class Quiet extends SourceCatalog {
  constructor(
    private readonly cron: string,
    private readonly ends: ReadEvent[] = [],
  ) {
    super();
  }
  async list(): Promise<Source[]> {
    const { ends } = this;
    const stream = {
      ...{ source: 'shop', name: 'orders', settings: { volatileFields: [] }, manifest: 'm1' },
      async *read(): AsyncGenerator<ReadEvent, void> {
        yield ends.shift() ?? { kind: 'end', state: 'complete' };
      },
    } as unknown as SourceStream;
    const settings = { enabled: true, schedule: { cron: this.cron, timeZone: 'UTC', catchUp: 'last' }, retention: {} };
    return [{ name: 'shop', settings, streams: [stream], problems: [] } as unknown as Source];
  }
  async get(): Promise<Source | undefined> {
    return (await this.list())[0];
  }
}

const machine = (cron: string, ends: ReadEvent[] = []) => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  const ports: LaunchPorts = {
    ...engine,
    ...{ catalog: new Quiet(cron, ends), clock, log: new RecordingLog(), owner: 'worker-1', endSteps: [deletionStep] },
  };
  const open = () => new RunScheduler(ports, new Launcher(ports));
  let scheduler = open();
  return {
    clock,
    ports,
    restart: () => void (scheduler = open()),
    /** Lets time pass, a minute at a time, and ticks. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += minute) {
        await clock.advance(minute);
        await scheduler.tick();
        for (let i = 0; i < 20; i++) await new Promise(setImmediate);
      }
    },
    async ids(): Promise<string[]> {
      const { items } = await engine.runs.list({ limit: 200 });
      return items.map(({ id }) => id.replace('shop.orders.', '')).reverse();
    },
  };
};

describe('the schedule of a machine whose clock was ahead', () => {
  it.each([
    ['goes on', false],
    ['was started again since', true],
  ])('is kept from the moment it is right again: the process %s', async (_what, restarts) => {
    const { clock, pass, restart, ids } = machine('*/5 * * * *');
    await pass(6 * minute);
    expect(await ids()).toEqual(['2026-01-31T12:00:00Z', '2026-01-31T12:05:00Z']);
    clock.jump(day);
    await pass(minute);
    clock.jump(-day);
    if (restarts) restart();
    await pass(10 * minute);
    expect(await ids()).toEqual([
      ...['2026-01-31T12:00:00Z', '2026-01-31T12:05:00Z', '2026-02-01T12:05:00Z'],
      ...['2026-01-31T12:10:00Z', '2026-01-31T12:15:00Z'],
    ]);
  });

  it('runs at a time once more that had its run meanwhile', async () => {
    const { clock, pass, ids } = machine('0 3 * * *');
    await pass(minute);
    clock.jump(day);
    await pass(minute);
    clock.jump(-day);
    await pass(16 * hour);
    expect(await ids()).toEqual(['2026-01-31T03:00:00Z', '2026-02-01T03:00:00Z', '2026-02-01T03:00:00Z-2']);
    await pass(day);
    expect((await ids()).slice(3)).toEqual(['2026-02-02T03:00:00Z']);
  });

  it('runs at most once more after a clock that was behind', async () => {
    const { clock, pass, ids } = machine('*/5 * * * *');
    await pass(6 * minute);
    clock.jump(-day);
    await pass(minute);
    clock.jump(day);
    await pass(5 * minute);
    expect(new Set(await ids())).toEqual(
      new Set(['2026-01-31T12:00:00Z', '2026-01-31T12:05:00Z', '2026-01-30T12:05:00Z', '2026-01-31T12:05:00Z-2', '2026-01-31T12:10:00Z']),
    );
  });
});

describe('the schedule of a machine', () => {
  it('makes a run as soon as storage can be used again, and loses no time by that', async () => {
    const { ports, pass, ids } = machine('0 3 * * *');
    const { runs } = ports;
    const begin = () => Promise.reject(new UnavailableError('the disk is full'));
    ports.runs = altered(runs, { begin });
    await pass(5 * minute);
    expect(await ids()).toEqual([]);
    ports.runs = runs;
    await pass(minute);
    expect(await ids()).toEqual(['2026-01-31T03:00:00Z']);
    await pass(10 * minute);
    expect(await ids()).toHaveLength(1);
  });

  it.each([
    ['goes on', false],
    ['was started again since', true],
  ])('goes on with a deferred run when its time has come: the process %s', async (_what, restarts) => {
    const deferred: ReadEvent = { kind: 'end', state: 'deferred', reason: 'busy', resumeAt: '2026-01-31T12:30:00.000Z' };
    const { pass, restart, ids } = machine('0 3 * * *', [deferred]);
    await pass(20 * minute);
    expect(await ids()).toEqual(['2026-01-31T03:00:00Z']);
    if (restarts) restart();
    await pass(20 * minute);
    expect(await ids()).toEqual(['2026-01-31T03:00:00Z', '2026-01-31T03:00:00Z~2']);
    await pass(60 * minute);
    expect(await ids()).toHaveLength(2);
  });
});

describe('the schedule of a process', () => {
  const every5 = (catchUp: string, more = {}) =>
    sourceSettingsSchema.parse({ schedule: { cron: '*/5 * * * *', timeZone: 'UTC', catchUp }, ...more });
  const running = (bench: ReturnType<typeof launchBench>, ports = bench.ports) => {
    const scheduler = new RunScheduler(ports, new Launcher(ports));
    return async () => {
      await scheduler.tick();
      await untilIdle();
    };
  };

  it('makes up for every missed time, one after the other, oldest first', async () => {
    let [reading, most] = [0, 0];
    const bench = launchBench(['orders'], async () => {
      most = Math.max(most, ++reading);
      await untilIdle();
      reading -= 1;
      return { kind: 'end', state: 'complete' };
    });
    bench.catalog.settings = every5('all');
    await running(bench)();
    for (let i = 0; i < 5; i++) await untilIdle();
    await bench.clock.advance(17 * minute);
    const tick = running(bench);
    await tick();
    for (let i = 0; i < 20; i++) await untilIdle();
    const times = ['12:00', '12:05', '12:10', '12:15'].map((time) => `orders.2026-01-31T${time}:00Z`);
    expect(await bench.ids()).toEqual(times);
    const { items } = await bench.engine.runs.list({ limit: 200 });
    expect(items.map(({ end }) => end?.state)).toEqual(times.map(() => 'complete'));
    expect(most).toBe(1);
  });

  it('looks at the other streams where one cannot be looked at', async () => {
    const bench = launchBench(['orders', 'buyers']);
    bench.catalog.settings = every5('last');
    const runs = altered(bench.ports.runs, {
      latest: (source: string, stream: string) =>
        stream === 'orders' ? Promise.reject(new UnavailableError('a row is damaged')) : bench.engine.runs.latest(source, stream),
    });
    await running(bench, { ...bench.ports, runs })();
    expect(await bench.ids()).toEqual(['buyers.2026-01-31T12:00:00Z']);
    expect(bench.log.of('schedule.failed')).toEqual([{ source: 'shop', stream: 'orders' }]);
  });

  it('reports what is wrong with a source once, and again when that changed', async () => {
    const bench = launchBench([]);
    const tick = running(bench);
    bench.catalog.problems = ['source.yaml:1:1 it is empty'];
    await tick();
    await tick();
    bench.catalog.problems = ['source.yaml:2:1 there is no stream'];
    await tick();
    expect(bench.log.of('source.refused').map(({ problem }) => problem)).toEqual([
      'source.yaml:1:1 it is empty',
      'source.yaml:2:1 there is no stream',
    ]);
  });

  it('asks a source that alone knows its streams as often as it is run, and not while it is switched off', async () => {
    const bench = launchBench([]);
    bench.catalog.settings = every5('last');
    bench.catalog.discovery = { known: true };
    const tick = running(bench);
    await tick();
    await tick();
    expect(bench.catalog.asked).toBe(1);
    await bench.clock.advance(5 * minute);
    await tick();
    expect(bench.catalog.asked).toBe(2);
    bench.catalog.settings = every5('last', { enabled: false });
    await bench.clock.advance(5 * minute);
    await tick();
    expect(bench.catalog.asked).toBe(2);
  });
});
