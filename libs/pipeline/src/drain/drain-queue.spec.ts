import { UnavailableError, type Delivery } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog, altered } from '@twl/ports/testing';
import { untilIdle } from '../testing/launch-bench';
import { fetchedRun } from '../testing/fetched-run';
import { drainPageQueue } from './drain-page-queue';
import { drainQueue } from './drain-queue';

const visibilityMs = 60_000;

const bench = async (handle: (delivery: Delivery) => Promise<void>, bodies: unknown[]) => {
  const [clock, log] = [new ManualClock(), new RecordingLog()];
  const { requestQueue: queue } = memoryEngine({ clock });
  await queue.send(bodies);
  const stopping = new AbortController();
  const start = (of = queue) => drainQueue({ queue: of, clock, log, visibilityMs, handle }, stopping.signal);
  return { clock, log, queue, stopping, start };
};

describe('a queue that is worked off', () => {
  it('hides a message as long as it is worked on', async () => {
    let finish = (): void => undefined;
    const { clock, queue, stopping, start } = await bench(() => new Promise<void>((resolve) => (finish = resolve)), ['a']);
    const draining = start();
    await untilIdle();
    for (let i = 0; i < 10; i++) {
      await clock.advance(30_000);
      await untilIdle();
    }
    expect(await queue.depth()).toMatchObject({ ready: 0, inFlight: 1 });
    stopping.abort(new Error('stop'));
    finish();
    await draining;
    await clock.advance(visibilityMs);
    expect(await queue.depth()).toMatchObject({ ready: 1, inFlight: 0 });
    expect(clock.sleeping).toBe(0);
  });

  it('is left with the message in hand finished, and the others put back', async () => {
    const handled: unknown[] = [];
    const { queue, stopping, start } = await bench(
      async ({ body, receipt }) => {
        handled.push(body);
        stopping.abort(new Error('stop'));
        await queue.ack(receipt);
      },
      ['a', 'b', 'c'],
    );
    await start();
    expect(handled).toEqual(['a']);
    expect(await queue.depth()).toEqual({ ready: 2, inFlight: 0, dead: 0 });
  });

  it('is tried again, after a pause, when it cannot be read', async () => {
    const handled: unknown[] = [];
    const { clock, log, queue, stopping, start } = await bench(
      async ({ body, receipt }) => {
        handled.push(body);
        await queue.ack(receipt);
      },
      ['a'],
    );
    let failures = 2;
    const receive: typeof queue.receive = (options) =>
      failures-- > 0 ? Promise.reject(new UnavailableError('the queue')) : queue.receive(options);
    const draining = start(altered(queue, { receive }));
    await untilIdle();
    expect(handled).toEqual([]);
    await clock.advance(1000);
    await untilIdle();
    expect(handled).toEqual([]);
    await clock.advance(1000);
    await untilIdle();
    expect(handled).toEqual(['a']);
    expect(log.of('worker.failed')).toHaveLength(2);
    stopping.abort(new Error('stop'));
    await draining;
  });

  it('of pages is worked off, and each message is deleted as soon as its page is applied', async () => {
    const { ports, records, run, engine } = await fetchedRun(['[1,2]', '[3]']);
    const stopping = new AbortController();
    const draining = drainPageQueue(ports, stopping.signal);
    await untilIdle();
    expect(await records()).toHaveLength(3);
    expect(await run()).toMatchObject({ phase: 'closed', state: 'succeeded' });
    expect(await engine.pageQueue.depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
    stopping.abort(new Error('stop'));
    await draining;
  });
});
