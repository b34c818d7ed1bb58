import { UnavailableError, type RunStore } from '@twl/ports';
import { altered } from '@twl/ports/testing';
import { launchBench, untilIdle, type Read } from '../testing/launch-bench';
import { Launcher, type LaunchPorts } from './launcher';
import { manualRuns, requestFor } from './planned-run';
import { drainRequestQueue } from './run-requests';

/** Ingestion that listens to the request queue. */
const listening = (read?: Read, names = ['orders'], change: (ports: LaunchPorts) => LaunchPorts = (ports) => ports) => {
  const bench = launchBench(names, read);
  const ports = change(bench.ports);
  const launcher = new Launcher(ports);
  const stopping = new AbortController();
  const draining = drainRequestQueue(ports, launcher, stopping.signal);
  return {
    ...bench,
    send: (body: unknown) => bench.engine.requestQueue.send([body]),
    request: async (stream = 'orders') => requestFor(manualRuns(await bench.source(), [stream])[0]!, bench.clock.iso()),
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1000) {
        await bench.clock.advance(1000);
        await untilIdle();
      }
    },
    depth: () => bench.engine.requestQueue.depth(),
    stop: async () => {
      stopping.abort(new Error('the app is stopping'));
      await launcher.stop();
      await draining;
    },
  };
};

describe('a request', () => {
  it('makes the run that it names, and is deleted', async () => {
    const { send, request, pass, engine, depth, stop } = listening();
    const asked = await request();
    await send(asked);
    await pass(1000);
    expect(await engine.runs.get(asked.runs[0]!.runId)).toMatchObject({ trigger: 'manual', end: { state: 'complete' } });
    expect(await depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
    await stop();
  });

  it.each([
    ['is none', { nonsense: true }],
    [
      'names no source',
      { v: 2, source: 'nobody', runs: [{ runId: 'r', stream: 's' }], trigger: 'manual', requestedAt: '2026-01-31T12:00:00.000Z' },
    ],
  ])('that %s is a dead letter after its last delivery', async (_, body) => {
    const { send, pass, depth, log, ids, stop } = listening();
    await send(body);
    await pass(60_000);
    expect(await depth()).toEqual({ ready: 0, inFlight: 0, dead: 1 });
    expect(log.of('request.refused').map(({ receives }) => receives)).toEqual([1, 2, 3, 4, 5]);
    expect(await ids()).toEqual([]);
    await stop();
  });

  it('comes back while storage cannot be used, and is met afterwards', async () => {
    let isAway = true;
    const { send, request, pass, depth, engine, stop } = listening(undefined, ['orders'], (ports) => ({
      ...ports,
      runs: altered<RunStore>(ports.runs, {
        begin: (begin) => (isAway ? Promise.reject(new UnavailableError('the disk is full')) : ports.runs.begin(begin)),
      }),
    }));
    const asked = await request();
    await send(asked);
    await pass(2000);
    expect(await depth()).toMatchObject({ dead: 0 });
    expect(await engine.runs.get(asked.runs[0]!.runId)).toBeUndefined();
    isAway = false;
    await pass(10_000);
    expect(await engine.runs.get(asked.runs[0]!.runId)).toMatchObject({ end: { state: 'complete' } });
    expect(await depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
    await stop();
  });

  it('that waits for its turn when the process stops is left to the next process', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `stream-${i}`);
    const untilStopped: Read = (_, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'end', state: 'complete' })));
    const { send, pass, source, clock, depth, ids, stop } = listening(untilStopped, names);
    const runs = manualRuns(await source()).map(({ id, stream }) => ({ runId: id, stream: stream.name }));
    await send({ v: 2, source: 'shop', runs, trigger: 'manual', requestedAt: clock.iso() });
    await pass(1000);
    await stop();
    expect(await ids()).toHaveLength(8);
    expect(await depth()).toEqual({ ready: 1, inFlight: 0, dead: 0 });
  });
});
