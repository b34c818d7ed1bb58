import { LeaseLostError, UnavailableError, type Log, type RunStore } from '@twl/ports';
import { altered } from '@twl/ports/testing';
import { launchBench, untilIdle, type Read } from '../testing/launch-bench';
import { Launcher, noteFailedRuns } from './launcher';
import { PartFailures } from './part-failures';
import { manualRuns } from './planned-run';
import { RunDeadline } from './run-deadline';

const names = Array.from({ length: 12 }, (_, i) => `stream-${i}`);

/** Streams whose reads end when the test says so, or when they are stopped. */
const held = () => {
  const open = new Map<string, () => void>();
  let most = 0;
  const read: Read = (stream, { signal }) =>
    new Promise((resolve) => {
      const end = () => {
        open.delete(stream);
        resolve({ kind: 'end', state: 'complete' });
      };
      open.set(stream, end);
      most = Math.max(most, open.size);
      signal.addEventListener('abort', end, { once: true });
    });
  return { open, read, most: () => most };
};

describe('a launcher', () => {
  it('reads eight streams at the same time, and the next one as soon as one of them has ended', async () => {
    const { open, read, most } = held();
    const bench = launchBench(names, read);
    const launcher = new Launcher(bench.ports);
    const all = Promise.all(manualRuns(await bench.source()).map((run) => launcher.launch(run)));
    await untilIdle();
    expect([...open.keys()]).toEqual(names.slice(0, 8));
    open.get('stream-3')!();
    await untilIdle();
    expect(open.has('stream-8')).toBe(true);
    while (open.size > 0) {
      for (const end of [...open.values()]) end();
      await untilIdle();
    }
    expect((await all).map((run) => run?.end?.state)).toEqual(names.map(() => 'complete'));
    expect(most()).toBe(8);
  });

  it.each(['is stopped', 'is told to by a signal'])(
    'that %s cancels the runs that go on, and starts none of those that wait',
    async (how) => {
      const { read } = held();
      const bench = launchBench(names, read);
      const stop = new AbortController();
      const launcher = new Launcher(bench.ports, { signal: stop.signal });
      const all = Promise.all(manualRuns(await bench.source()).map((run) => launcher.launch(run)));
      await untilIdle();
      if (how === 'is stopped') await launcher.stop();
      else stop.abort(new Error('Ctrl-C'));
      const ends = (await all).map((run) => run?.end?.state);
      expect(ends).toEqual([...names.slice(0, 8).map(() => 'cancelled'), ...names.slice(8).map(() => undefined)]);
      expect(await bench.ids()).toHaveLength(8);
    },
  );

  it('measures each run as work of its own', async () => {
    const bench = launchBench(['orders', 'buyers']);
    const within: unknown[] = [];
    const log = altered<Log>(bench.log, {
      within: (fields, work) => {
        within.push(fields);
        return work();
      },
    });
    const runs = manualRuns(await bench.source());
    const launcher = new Launcher({ ...bench.ports, log });
    for (const run of runs) await launcher.launch(run);
    expect(within).toEqual(runs.map(({ id, stream }) => ({ work: 'run', runId: id, source: 'shop', stream: stream.name })));
  });

  it('leaves a run to the worker that took it over', async () => {
    const bench = launchBench();
    const runs = altered<RunStore>(bench.ports.runs, { endFetch: () => Promise.reject(new LeaseLostError('r')) });
    const [run] = manualRuns(await bench.source());
    expect(await new Launcher({ ...bench.ports, runs }).launch(run!)).toBeUndefined();
  });

  it('makes the other runs when one fails, and says which one did', async () => {
    const bench = launchBench(['orders', 'buyers']);
    const runs = altered<RunStore>(bench.ports.runs, {
      begin: (request) =>
        request.stream === 'orders' ? Promise.reject(new UnavailableError('the table is away')) : bench.engine.runs.begin(request),
    });
    const failures = new PartFailures(bench.log);
    const made = await new Launcher({ ...bench.ports, runs }).launchAll(manualRuns(await bench.source()), failures);
    expect(made).toMatchObject([{ stream: 'buyers', end: { state: 'complete' } }]);
    expect(() => failures.throwIfAny()).toThrow('the table is away');
    expect(bench.log.of('run.broken')).toMatchObject([{ source: 'shop', stream: 'orders' }]);
  });

  it('makes the run after a run that our own storage failed', async () => {
    let isAway = true;
    const bench = launchBench(['orders'], async () => {
      if (isAway) throw new UnavailableError('the bucket is away');
      return { kind: 'end', state: 'complete' };
    });
    const [run] = manualRuns(await bench.source());
    const launcher = new Launcher(bench.ports);
    const failures = new PartFailures(bench.log);
    noteFailedRuns(await launcher.launchAll([run!], failures), failures);
    expect(() => failures.throwIfAny()).toThrow(/^run .* failed: .*the bucket is away/);
    isAway = false;
    expect(await launcher.launch(run!)).toMatchObject({ id: `${run!.id}~2`, end: { state: 'complete' } });
    expect(await launcher.launch(run!)).toMatchObject({ id: `${run!.id}~2` });
    expect(await bench.ids()).toHaveLength(2);
  });
});

describe('a launcher with a deadline', () => {
  it('gives each run the time that is left, less a reserve', async () => {
    const budgets: number[] = [];
    const bench = launchBench(['orders'], async (_, { budgetMs }) => {
      budgets.push(budgetMs);
      return { kind: 'end', state: 'complete' };
    });
    const launcher = new Launcher(bench.ports, { deadline: new RunDeadline(bench.clock, bench.clock.now() + 300_000) });
    for (const run of manualRuns(await bench.source())) await launcher.launch(run);
    await bench.clock.advance(60_000);
    for (const run of manualRuns(await bench.source())) await launcher.launch(run);
    expect(budgets).toEqual([285_000, 225_000]);
  });

  it('requests the runs that no longer fit, under the same id', async () => {
    const bench = launchBench(['orders', 'buyers'], async () => {
      await bench.clock.advance(20_000);
      return { kind: 'end', state: 'complete' };
    });
    const deadline = new RunDeadline(bench.clock, bench.clock.now() + 40_000);
    const launcher = new Launcher(bench.ports, { deadline, concurrency: 1 });
    const [first, second] = manualRuns(await bench.source());
    const made = await Promise.all([first!, second!].map((run) => launcher.launch(run)));
    expect(made.map((run) => run?.id)).toEqual([first!.id, undefined]);
    const [message, ...others] = await bench.engine.requestQueue.receive({ max: 10, waitMs: 0, visibilityMs: 1000 });
    expect(message!.body).toMatchObject({ source: 'shop', trigger: 'manual', runs: [{ runId: second!.id, stream: 'buyers' }] });
    expect(others).toEqual([]);
    expect(bench.log.of('run.postponed')).toEqual([{ source: 'shop', stream: 'buyers', runId: second!.id }]);
  });

  it('stops what still reads five seconds before the end', async () => {
    const { open, read } = held();
    const bench = launchBench(['orders'], read);
    const launcher = new Launcher(bench.ports, { deadline: new RunDeadline(bench.clock, bench.clock.now() + 60_000) });
    const [run] = manualRuns(await bench.source());
    const making = launcher.launch(run!);
    await untilIdle();
    await bench.clock.advance(54_000);
    await untilIdle();
    expect(open.size).toBe(1);
    await bench.clock.advance(1000);
    expect((await making)?.end).toMatchObject({ state: 'cancelled' });
  });

  it('leaves no timer behind once it is stopped', async () => {
    const bench = launchBench();
    const launcher = new Launcher(bench.ports, { deadline: new RunDeadline(bench.clock, bench.clock.now() + 60_000) });
    for (const run of manualRuns(await bench.source())) await launcher.launch(run);
    expect(bench.clock.sleeping).toBe(1);
    await launcher.stop();
    expect(bench.clock.sleeping).toBe(0);
  });

  it('that is too near for any run is refused', () => {
    const { clock } = launchBench();
    expect(() => new RunDeadline(clock, clock.now() + 24_999)).toThrow("the function's time-out leaves 24 s: a run needs 25 s at least");
    expect(new RunDeadline(clock, clock.now() + 25_000).budgetMs).toBe(10_000);
  });
});
