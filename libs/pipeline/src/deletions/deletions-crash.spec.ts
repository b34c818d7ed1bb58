import { sweep } from '../ingest/sweep';
import { processMessage } from '../drain/process-message';
import type { PipelineBench } from '../testing/pipeline-bench';
import { ada, benchOf, exported, oneMissing, orders, shown } from '../testing/snapshots';
import { confirmDeletions, undoDeletions } from '../actions/decide-deletions';

describe('a crash while records are deleted', () => {
  const crash = new Error('killed');

  /** Every port call of an action, each of which may be the last: before it has its effect, or after. */
  const mortal = (bench: PipelineBench, dies: { at: number; isAfter: boolean }) => {
    let calls = 0;
    const wrap = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function' || !mutations.has(String(name)))
            return typeof member === 'function' ? member.bind(target) : member;
          return async (...args: unknown[]) => {
            calls += 1;
            if (calls > dies.at || (calls === dies.at && !dies.isAfter)) throw crash;
            const result = await (member as (...given: unknown[]) => Promise<unknown>).apply(target, args);
            if (calls === dies.at) throw crash;
            return result;
          };
        },
      });
    const { raw, ledger, pageQueue, records, runs, runDecisions } = bench.engine;
    const stores = { raw: wrap(raw), ledger: wrap(ledger), records: wrap(records), runs: wrap(runs), runDecisions: wrap(runDecisions) };
    const ports = { ...stores, pageQueue: wrap(pageQueue) };
    return { ports: { ...bench.ports, ...ports }, calls: () => calls };
  };
  const mutations = new Set(['put', 'enterDerived', 'send', 'commit', 'close', 'ack', 'release', 'reopen', 'park', 'amend', 'decide']);

  const drain = async (bench: PipelineBench, ports = bench.ports): Promise<void> => {
    for (;;) {
      const deliveries = await ports.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 60_000 });
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) await processMessage(ports, delivery);
    }
  };

  const recovered = async (bench: PipelineBench): Promise<void> => {
    for (let i = 0; i < 8; i++) {
      await bench.clock.advance(120_000);
      await sweep(bench.ports, { olderThanMs: 60_000 });
      await bench.process();
    }
  };

  it.each([
    ['by a run', async () => oneMissing(), async (bench: PipelineBench) => void (await bench.ingest()), [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [
      'by hand',
      async () => {
        const bench = benchOf([orders(10)]);
        await bench.run();
        bench.stream.pages = [orders(3)];
        await bench.run();
        return bench;
      },
      async (bench: PipelineBench) => void (await confirmDeletions(bench.ports, 'run-2', ada)),
      [1, 2, 3],
    ],
    [
      'and brought back',
      async () => {
        const bench = await oneMissing();
        await bench.run();
        return bench;
      },
      async (bench: PipelineBench) => void (await undoDeletions(bench.ports, 'run-2', ada)),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ],
  ])('%s, at any step, leaves the same in the end', async (_, prepare, begin, keys) => {
    const whole = await prepare();
    await begin(whole);
    const counting = mortal(whole, { at: Infinity, isAfter: false });
    await drain(whole, counting.ports);
    const expected = await exported(whole);
    const run = await whole.engine.runs.get('run-2');
    expect(await shown(whole)).toEqual(keys);
    expect(counting.calls()).toBeGreaterThan(4);
    for (let at = 1; at <= counting.calls(); at++) {
      for (const isAfter of [false, true]) {
        const bench = await prepare();
        await begin(bench);
        await drain(bench, mortal(bench, { at, isAfter }).ports).catch(() => undefined);
        await recovered(bench);
        expect(await shown(bench)).toEqual(keys);
        expect(await exported(bench)).toBe(expected);
        expect(await bench.engine.runs.get('run-2')).toMatchObject({ state: run?.state, counts: run?.counts, deletions: run?.deletions });
      }
    }
  });

  it('between entering the page of deletions and sending it is made good by the queue alone', async () => {
    const bench = await oneMissing();
    const { id } = await bench.ingest();
    const { pageQueue } = bench.engine;
    const send = pageQueue.send.bind(pageQueue);
    pageQueue.send = async () => Promise.reject(crash);
    await bench.process();
    expect(await bench.engine.ledger.ofRun(id)).toMatchObject([{ status: 'applied' }, { status: 'applied' }, { status: 'open' }]);
    pageQueue.send = send;
    await bench.clock.advance(120_000);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'deleted' } });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('writes nothing when everything is delivered again', async () => {
    const bench = await oneMissing();
    await bench.ingest();
    const seen: Awaited<ReturnType<PipelineBench['receive']>> = [];
    for (let deliveries = await bench.receive(); deliveries.length > 0; deliveries = await bench.receive()) {
      seen.push(...deliveries);
      for (const delivery of deliveries) await processMessage(bench.ports, delivery);
    }
    expect(seen).toHaveLength(3);
    const heads = await bench.engine.records.heads(['shop.orders.10']);
    const run = await bench.engine.runs.get('run-2');
    for (const delivery of seen) await processMessage(bench.ports, delivery);
    expect(await bench.engine.records.heads(['shop.orders.10'])).toEqual(heads);
    expect(await bench.engine.runs.get('run-2')).toEqual(run);
  });
});
