import { UnavailableError, type Delivery } from '@twl/ports';
import type { ProcessPorts } from '../process/apply-message';
import { fetchedRun } from '../testing/fetched-run';
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
    const raw = Object.assign(Object.create(engine.raw) as typeof engine.raw, {
      get: (key: string) => (key.includes('-000001.json') ? Promise.reject(new UnavailableError('the bucket')) : engine.raw.get(key)),
    });
    const failed = await work({ ...ports, raw }, deliveries);
    expect(failed.map(({ body }) => body)).toMatchObject([{ page: { index: 1 } }]);
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
});
