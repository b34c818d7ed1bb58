import { isBalanced, type PageMessage } from '@twl/contracts';
import { recoverRun } from './ingest/recover-run';
import { sweep } from './ingest/sweep';
import { processMessage } from './drain/process-message';
import { PipelineBench } from './testing/pipeline-bench';

const order = (id: number, state = 'open') => ({ id, state });
const orders = (count: number, from = 1) => Array.from({ length: count }, (_, i) => order(from + i));

describe('a run', () => {
  it('brings each record into the store once, with balanced books', async () => {
    const bench = new PipelineBench([orders(3), orders(2, 4)]);
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'succeeded', phase: 'closed', pages: 2, counts: { fetched: 5, new: 5 } });
    expect((await bench.records()).map(({ id, version }) => [id, version])).toEqual([1, 2, 3, 4, 5].map((n) => [`shop.orders.${n}`, 1]));
  });

  it('that finds nothing changed stores no page, sends no message and writes no record', async () => {
    const bench = new PipelineBench([orders(3), orders(2, 4)]);
    await bench.run();
    const before = await bench.records();
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'not_modified', phase: 'closed', pages: 0, counts: { fetched: 5, unchanged: 5 } });
    expect(run.end?.bytesSaved).toBeGreaterThan(0);
    expect(await bench.records()).toEqual(before);
  });

  it('that finds one record changed gives it a second version and leaves the rest', async () => {
    const bench = new PipelineBench([orders(2), orders(2, 3)]);
    await bench.run();
    bench.stream.pages = [orders(2), [order(3, 'paid'), order(4)]];
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'succeeded', pages: 2, counts: { fetched: 4, changed: 1, unchanged: 3 } });
    expect((await bench.records()).map(({ version }) => version)).toEqual([1, 1, 2, 1]);
    expect(await bench.engine.reader.versions('shop.orders.3')).toMatchObject([
      { version: 2, validTo: null, data: { state: 'paid' } },
      { version: 1, data: { state: 'open' } },
    ]);
  });

  it('that finds a page less is not taken for unmodified', async () => {
    const bench = new PipelineBench([orders(2), orders(2, 3)]);
    await bench.run();
    bench.stream.pages = [orders(2)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', pages: 1, counts: { fetched: 2, unchanged: 2 } });
    expect(await bench.run()).toMatchObject({ state: 'not_modified', counts: { fetched: 2, unchanged: 2 } });
  });

  it('with a record that has no key stores the others and is partial', async () => {
    const bench = new PipelineBench([[...orders(99), { state: 'lost' }, { id: 7, drop: true }]]);
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'partial', counts: { fetched: 101, new: 99, quarantined: 1, filtered: 1 } });
    expect(isBalanced(run.counts)).toBe(true);
    const { items } = await bench.engine.failures.list({ limit: 10 });
    expect(items).toMatchObject([{ kind: 'record', reason: 'KEY_MISSING', pointer: '/99', status: 'open', data: { state: 'lost' } }]);
  });

  it('with a page that is no JSON quarantines the page whole and keeps the others', async () => {
    const bench = new PipelineBench([orders(2), '<html>down</html>']);
    expect(await bench.run()).toMatchObject({ state: 'partial', counts: { fetched: 3, new: 2, quarantined: 1 } });
    expect((await bench.engine.failures.list({ limit: 10 })).items).toMatchObject([{ kind: 'page', reason: 'UNPARSABLE', pageIndex: 1 }]);
  });

  it('counts a record that comes twice in one run as duplicate, and its newer content as changed', async () => {
    const bench = new PipelineBench([[order(1), order(1), order(1, 'paid')], [order(1, 'paid')]]);
    expect(await bench.run()).toMatchObject({ counts: { fetched: 4, new: 1, duplicate: 2, changed: 1 } });
    expect(await bench.records()).toMatchObject([{ version: 2, data: { state: 'paid' } }]);
  });

  it('takes several commits where the store takes few writes at once', async () => {
    const bench = new PipelineBench([[...orders(7), order(1, 'paid'), ...orders(3, 8)]], { writesPerCommit: 3 });
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { fetched: 11, new: 10, changed: 1 } });
    expect(await bench.records()).toHaveLength(10);
  });

  it('that overlaps the one before is skipped and says so', async () => {
    const bench = new PipelineBench([orders(1)]);
    await bench.ingest();
    const second = bench.ingest();
    for (let i = 0; i < 200; i++) await bench.clock.advance(1000);
    expect(await second).toMatchObject({ state: 'skipped_overlap', reason: expect.any(String) });
  });

  it('says what the source did when it did not end well, and keeps what it brought', async () => {
    const bench = new PipelineBench([orders(2)]);
    bench.stream.end = { kind: 'end', state: 'stalled', reason: 'the same page came again' };
    expect(await bench.run()).toMatchObject({ state: 'stalled', reason: 'the same page came again', counts: { new: 2 } });
  });
});

describe('delivery', () => {
  it('of everything again writes nothing', async () => {
    const bench = new PipelineBench([orders(3), orders(2, 4)]);
    await bench.ingest();
    const deliveries = await bench.receive();
    for (const delivery of [...deliveries, ...deliveries]) await processMessage(bench.ports, delivery);
    const before = await bench.records();
    for (const delivery of deliveries) await processMessage(bench.ports, delivery);
    expect(await bench.records()).toEqual(before);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 5, new: 5 } });
  });

  it('to two workers at once applies a page once', async () => {
    const bench = new PipelineBench([orders(50)], { writesPerCommit: 4 });
    await bench.ingest();
    const [delivery] = await bench.receive();
    await Promise.all([1, 2, 3].map(() => processMessage(bench.ports, delivery!)));
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 50, new: 50 } });
  });

  it('out of order gives what delivery in order gives', async () => {
    const pages = [[order(1), order(2)], [order(1, 'paid')], [order(1), order(3)]];
    const inOrder = new PipelineBench(pages);
    await inOrder.run();
    for (const shuffle of [
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
      [0, 2, 1],
    ]) {
      const bench = new PipelineBench(pages);
      await bench.ingest();
      const deliveries = await bench.receive();
      for (const i of shuffle) await processMessage(bench.ports, deliveries[i]!);
      expect(await bench.records()).toEqual(await inOrder.records());
    }
  });

  it('to a worker that is overtaken between two looks at a record gives what delivery in order gives', async () => {
    const bench = new PipelineBench([[order(1)]]);
    await bench.run();
    bench.stream.pages = [[order(9)], [order(1)], [order(1, 'paid')]];
    await bench.ingest();
    const indexOf = ({ body }: { body: unknown }) => (body as PageMessage).pageIndex;
    const [first, second, third] = (await bench.receive()).sort((a, b) => indexOf(a) - indexOf(b));
    const { records } = bench.engine;
    const { currents } = records;
    records.currents = async (ids) => {
      records.currents = currents;
      await processMessage(bench.ports, third!);
      return currents.call(records, ids);
    };
    await processMessage(bench.ports, second!);
    await processMessage(bench.ports, first!);
    expect((await records.history('shop.orders.1')).map(({ data }) => data['state'])).toEqual(['open', 'paid']);
  });

  it('of a page whose raw object is gone sets it aside after the last try, and the run is partial', async () => {
    const bench = new PipelineBench([orders(2), orders(2, 3)]);
    await bench.ingest();
    const [page] = await bench.engine.ledger.ofRun('run-1');
    await bench.engine.raw.remove(page!.key);
    for (let i = 0; i < 6; i++) {
      await bench.process();
      await bench.clock.advance(120_000);
    }
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'partial', counts: { fetched: 3, new: 2, quarantined: 1 } });
    expect((await bench.engine.failures.list({ limit: 10 })).items).toMatchObject([
      { kind: 'message', reason: 'RAW_MISSING', attempts: 5 },
    ]);
  });

  it('of a page whose raw object is damaged sets it aside at once: its digest tells', async () => {
    const bench = new PipelineBench([orders(2), orders(2, 3)]);
    await bench.ingest();
    const [page] = await bench.engine.ledger.ofRun('run-1');
    bench.engine.raw.corrupt(page!.key, JSON.stringify(orders(1, 9)));
    await bench.process();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'partial', counts: { fetched: 3, new: 2, quarantined: 1 } });
    expect((await bench.engine.failures.list({ limit: 10 })).items).toMatchObject([
      { kind: 'message', reason: 'RAW_CORRUPT', attempts: 1, rawRef: { key: page!.key } },
    ]);
  });

  it('of a parked page after newer runs puts its records in their place', async () => {
    const bench = new PipelineBench([[order(1)]]);
    await bench.run();
    bench.stream.pages = [[order(1, 'lost')]];
    await bench.ingest();
    const [delivery] = await bench.receive();
    const ref = { source: 'shop', stream: 'orders', runId: 'run-2', runSeq: 2, pageIndex: 0 };
    const { key } = (await bench.engine.ledger.get(ref))!;
    const raw = (await bench.engine.raw.get(key))!;
    await bench.engine.raw.remove(key);
    await processMessage(bench.ports, { ...delivery!, receives: 5 });
    bench.stream.pages = [[order(1)]];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { unchanged: 1 } });

    await bench.engine.raw.put(key, raw.meta, raw.body);
    await bench.engine.ledger.reopen(ref);
    await processMessage(bench.ports, { ...delivery!, receives: 1 });

    expect(await bench.records()).toMatchObject([{ version: 3, data: { state: 'open' }, rawRef: { runId: 'run-3' } }]);
    expect(await bench.engine.reader.versions('shop.orders.1')).toMatchObject([
      { version: 3 },
      { data: { state: 'lost' } },
      { version: 1 },
    ]);
  });
});

describe('a walk over the list', () => {
  it('goes on showing a record of which only a observation is remembered meanwhile', async () => {
    const bench = new PipelineBench([orders(3)]);
    await bench.run();
    bench.stream.pages = ['<html>down</html>'];
    await bench.run();
    const { reader, records } = bench.engine;
    const first = await reader.list({ sort: 'occurredAt', limit: 1 });
    const before = await records.heads(['shop.orders.3']);
    bench.stream.pages = [orders(3)];
    expect(await bench.run()).toMatchObject({ counts: { unchanged: 3 } });
    expect(await records.heads(['shop.orders.3'])).not.toEqual(before);
    const rest = await reader.list({ sort: 'occurredAt', limit: 5, after: first.next! });
    expect([...first.items, ...rest.items].map(({ key }) => key)).toEqual(['1', '2', '3']);
  });
});

describe('a crash', () => {
  const crash = new Error('killed');

  /** The port, with a call that never comes back to whoever made it. */
  const dying = <T extends object>(port: T, call: keyof T): T =>
    new Proxy(port, {
      get: (target, name) => {
        if (name === call) return () => Promise.reject(crash);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  it('between storing a page and sending its message loses nothing', async () => {
    const bench = new PipelineBench([orders(2), orders(2, 3)]);
    const pageQueue = dying(bench.engine.pageQueue, 'send');
    const runs = dying(bench.engine.runs, 'endFetch');
    await expect(bench.ingest({ pageQueue, runs })).rejects.toBe(crash);
    await bench.clock.advance(60_000);
    await sweep(bench.ports, { olderThanMs: 0 });
    await bench.process();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'closed', state: 'failed', counts: { fetched: 4, new: 4 } });
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { fetched: 4, new: 0, unchanged: 4 } });
  });

  it('between storing a page and booking it loses nothing', async () => {
    const bench = new PipelineBench([orders(2)]);
    const ledger = dying(bench.engine.ledger, 'enterAll');
    const runs = dying(bench.engine.runs, 'endFetch');
    await expect(bench.ingest({ ledger, runs })).rejects.toBe(crash);
    await bench.clock.advance(60_000);
    await recoverRun(bench.ports, (await bench.engine.runs.get('run-1'))!);
    await bench.process();
    expect(await bench.records()).toHaveLength(2);
    expect(bench.log.of('run.recovered')).toMatchObject([{ pages: 1, unbooked: 1, resent: 1 }]);
  });

  it('after new content was stored does not let the content before it pass for unmodified', async () => {
    const bench = new PipelineBench([[order(1)]]);
    await bench.run();
    bench.stream.pages = [[order(1, 'paid')]];
    await expect(bench.ingest({ runs: dying(bench.engine.runs, 'endFetch') })).rejects.toBe(crash);
    await bench.clock.advance(60_000);
    await sweep(bench.ports, { olderThanMs: 0 });
    await bench.process();
    bench.stream.pages = [[order(1)]];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { fetched: 1, changed: 1 } });
    expect(await bench.records()).toMatchObject([{ version: 3, data: { state: 'open' } }]);
  });

  it('between the last record and closing the run is made good by the sweeper', async () => {
    const bench = new PipelineBench([orders(2)]);
    await bench.ingest();
    const [delivery] = await bench.receive();
    const runs = dying(bench.engine.runs, 'close');
    await processMessage({ ...bench.ports, runs }, delivery!).catch(() => undefined);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'applying' });
    await sweep(bench.ports, { olderThanMs: 0 });
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'closed', state: 'succeeded', counts: { new: 2 } });
  });
});
