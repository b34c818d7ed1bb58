import { SourceCatalog, UnavailableError, type ReadEvent, type Source, type SourceStream } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog } from '@twl/ports/testing';
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

const bound = (target: object, key: string | symbol): unknown => {
  const member: unknown = Reflect.get(target, key, target);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
};

const machine = (cron: string, ends: ReadEvent[] = []) => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  const ports = {
    ...engine,
    ...{ catalog: new Quiet(cron, ends), clock, log: new RecordingLog(), owner: 'worker-1', fingerprintAlgorithm: 'md5' },
  } as unknown as LaunchPorts;
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
    ports.runs = new Proxy(runs, { get: (target, key) => (key === 'begin' ? begin : bound(target, key)) });
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
