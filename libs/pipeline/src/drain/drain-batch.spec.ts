import { UnavailableError, type Delivery } from '@twl/ports';
import type { ProcessPorts } from '../process/apply-message';
import { fetchedRun } from '../testing/fetched-run';
import { altered } from '@twl/ports/testing';
import { drainBatch } from './drain-batch';

const work = async (ports: ProcessPorts, deliveries: Delivery[], deadlineAt = Infinity) =>
  (await drainBatch(ports, deliveries, { deadlineAt })).failed;

const listOf = (length: number): string => JSON.stringify(Array.from({ length }, (_, n) => n));

describe('a batch of deliveries', () => {
  it('is done when every page is applied', async () => {
    const { ports, receive, records, run } = await fetchedRun([listOf(5), listOf(7)]);
    expect(await work(ports, await receive())).toEqual([]);
    expect(await records()).toHaveLength(7);
    expect(await run()).toMatchObject({ state: 'succeeded', counts: { fetched: 12, new: 7 } });
  });

  it('leaves the deleting to whoever handed it over', async () => {
    const { ports, receive, engine } = await fetchedRun([listOf(1), listOf(1)]);
    await work(ports, await receive());
    expect(await engine.pageQueue.depth()).toMatchObject({ inFlight: 2 });
  });

  it('gives back the one that failed, and does the others', async () => {
    const { ports, receive, records, engine } = await fetchedRun([listOf(2), listOf(4), listOf(6)]);
    const deliveries = await receive();
    const raw = altered(engine.raw, {
      get: (key: string) => (key.includes('-000001.json') ? Promise.reject(new UnavailableError('the bucket')) : engine.raw.get(key)),
    });
    const failed = await work({ ...ports, raw }, deliveries);
    expect(failed.map(({ body }) => body)).toMatchObject([{ pageIndex: 1 }]);
    expect(await records()).toHaveLength(6);
  });

  it('gives back what nobody can read, so that it is moved aside after its last delivery', async () => {
    const { ports, receive, engine } = await fetchedRun([]);
    await engine.pageQueue.send([{ nonsense: true }]);
    expect(await work(ports, await receive())).toHaveLength(1);
  });

  it('sets a page aside that cannot be read, and is done with it', async () => {
    const { ports, receive, run } = await fetchedRun(['<html>', listOf(3)]);
    expect(await work(ports, await receive())).toEqual([]);
    expect(await run()).toMatchObject({ state: 'partial', counts: { new: 3, quarantined: 1 } });
  });

  it('goes on with a large page in as many invocations as it takes, and counts none of them as a failure', async () => {
    const { ports, receive, records, run, clock, log, engine } = await fetchedRun([listOf(40)]);
    let invocations = 0;
    for (let deliveries = await receive(); deliveries.length > 0; deliveries = await receive()) {
      invocations += 1;
      expect(await work(ports, deliveries, clock.now() + 1000)).toEqual([]);
      for (const { receipt } of deliveries) await engine.pageQueue.ack(receipt);
    }
    expect(invocations).toBeGreaterThan(engine.pageQueue.maxReceives);
    expect(await records()).toHaveLength(40);
    expect(await run()).toMatchObject({ state: 'succeeded', counts: { fetched: 40, new: 40 } });
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(log.lines.filter(({ event }) => event === 'page.continued')).toHaveLength(invocations - 1);
  });

  it('sends on what it has no time to begin', async () => {
    const { ports, receive, records, engine, clock } = await fetchedRun([listOf(3), listOf(5), listOf(7)]);
    const deliveries = await receive();
    expect(await work(ports, deliveries, clock.now() + 1000)).toEqual([]);
    for (const { receipt } of deliveries) await engine.pageQueue.ack(receipt);
    expect(await records()).toHaveLength(3);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 2, inFlight: 0 });
  });

  it('puts back a page whose run cannot be settled, and settles the other runs', async () => {
    const { ports, receive, engine, run } = await fetchedRun([listOf(2), listOf(3)]);
    const [first, second] = await receive();
    const close = () => Promise.reject(new UnavailableError('the table'));
    const { done, failed } = await drainBatch({ ...ports, runs: altered(ports.runs, { close }) }, [first!, second!]);
    expect([done, failed]).toEqual([[], [first, second]]);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 2, inFlight: 0 });
    expect(await run()).toMatchObject({ phase: 'applying' });
    expect((await drainBatch(ports, [first!, second!])).failed).toEqual([]);
    expect(await run()).toMatchObject({ phase: 'closed', state: 'succeeded', counts: { fetched: 5 } });
  });

  it('lets messages come back that cannot be sent on', async () => {
    const { ports, receive, clock, log } = await fetchedRun([listOf(3), listOf(5), listOf(7)]);
    const deliveries = await receive();
    const send = () => Promise.reject(new UnavailableError('the queue'));
    const pageQueue = altered(ports.pageQueue, { send });
    const { done, failed } = await drainBatch({ ...ports, pageQueue }, deliveries, { deadlineAt: clock.now() + 1000 });
    expect(done).toEqual(deliveries.slice(0, 1));
    expect(failed).toEqual(deliveries.slice(1));
    expect(log.of('message.failed').map(({ message }) => message)).toEqual(deliveries.slice(1).map(({ id }) => id));
  });

  it('finishes the page in hand when the process stops, and puts back the others at once', async () => {
    const { ports, receive, records, engine } = await fetchedRun([listOf(2), listOf(4), listOf(6)]);
    const stopping = new AbortController();
    const raw = altered(ports.raw, {
      get: (key: string) => {
        stopping.abort(new Error('the app is stopping'));
        return engine.raw.get(key);
      },
    });
    const deliveries = await receive();
    const { done, failed } = await drainBatch({ ...ports, raw }, deliveries, { signal: stopping.signal });
    expect([done, failed]).toEqual([deliveries.slice(0, 1), []]);
    expect(await records()).toHaveLength(2);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 2, inFlight: 1 });
  });

  it('keeps its messages hidden as long as it works on them, and no longer', async () => {
    const { ports, receive, engine, clock } = await fetchedRun([listOf(2), listOf(4)]);
    const raw = altered(ports.raw, {
      get: async (key: string) => {
        await clock.advance(150_000);
        return key.includes('-000000.json') ? Promise.reject(new UnavailableError('the bucket')) : engine.raw.get(key);
      },
    });
    const deliveries = await receive();
    const extended: string[] = [];
    const extend = (receipt: string, ms: number) => {
      extended.push(receipt);
      return engine.pageQueue.extend(receipt, ms);
    };
    const hidden = { ...ports, raw, pageQueue: altered(ports.pageQueue, { extend }) };
    const { done, failed } = await drainBatch(hidden, deliveries, { visibilityMs: 60_000 });
    expect([done, failed]).toEqual([deliveries.slice(1), deliveries.slice(0, 1)]);
    // The one that failed was put back, and is not hidden again by the work on the other.
    const [first, second] = deliveries.map(({ receipt }) => extended.filter((each) => each === receipt).length);
    expect([first, second]).toEqual([5, 10]);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 1, inFlight: 1 });
    await clock.advance(120_000);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 2, inFlight: 0 });
    expect(clock.sleeping).toBe(0);
  });

  it('measures each page and each settlement as work on its run', async () => {
    const { ports, receive } = await fetchedRun([listOf(2), listOf(4)]);
    const within: unknown[] = [];
    const log = altered(ports.log, {
      within: (fields, work) => {
        within.push(fields);
        return work();
      },
    });
    const deliveries = await receive();
    await drainBatch({ ...ports, log }, deliveries);
    const { traceparent } = deliveries[0]!.body as { traceparent: string };
    const page = { work: 'page', runId: 'run-1', source: 'shop', stream: 'orders', traceparent };
    expect(within).toEqual([
      { ...page, pageIndex: 0 },
      { ...page, pageIndex: 1 },
      { work: 'settle', runId: 'run-1', traceparent },
    ]);
  });
});
