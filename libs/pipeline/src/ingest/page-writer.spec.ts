import type { Engine } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';

const answers = (count: number) => Array.from({ length: count }, (_, id) => [{ id }]);

/** The port with some methods replaced. */
const listening = <T extends object>(port: T, methods: Partial<T>): T =>
  new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** A bench that writes down how many pages went into the books, and on to the queue, at a time. */
const listened = (count: number) => {
  const bench = new PipelineBench(answers(count));
  const { ledger, pageQueue } = bench.engine;
  const entered: number[] = [];
  const sent: number[] = [];
  const enterAll: Engine['ledger']['enterAll'] = (lease, pages) =>
    ledger.enterAll(lease, pages).then(() => void entered.push(pages.length));
  const send: Engine['pageQueue']['send'] = (bodies) => pageQueue.send(bodies).then(() => void sent.push(bodies.length));
  return { bench, entered, sent, ports: { ledger: listening(ledger, { enterAll }), pageQueue: listening(pageQueue, { send }) } };
};

describe('the pages of a run', () => {
  it('are handed on ten at a time, the last ones at the end', async () => {
    const { bench, ports, entered, sent } = listened(23);
    expect(await bench.ingest(ports)).toMatchObject({ phase: 'applying', pages: 23 });
    expect([entered, sent]).toEqual([
      [10, 10, 3],
      [10, 10, 3],
    ]);
    await bench.process();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 23, new: 23 } });
  });

  it('do not wait for a source that is slow', async () => {
    const { bench, ports, sent } = listened(3);
    const before: number[][] = [];
    bench.stream.beforePage = async (index) => {
      if (index !== 2) return;
      await bench.clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      before.push([...sent]);
    };
    await bench.ingest(ports);
    expect(before).toEqual([[2]]);
    expect(sent).toEqual([2, 1]);
  });

  it('are handed on when the source fails after them', async () => {
    const { bench, ports, entered } = listened(3);
    bench.stream.beforePage = (index) => (index === 2 ? Promise.reject(new Error('the source is down')) : Promise.resolve());
    expect(await bench.ingest(ports)).toMatchObject({
      phase: 'applying',
      pages: 2,
      end: { state: 'failed', reason: 'the source is down' },
    });
    expect(entered).toEqual([2]);
  });

  it('are tried again at the end where they could not be handed on in between', async () => {
    const { bench, ports, entered } = listened(3);
    let refused = 0;
    const ledger = listening(ports.ledger, {
      enterAll: (lease, pages) => (refused++ === 0 ? Promise.reject(new Error('not now')) : ports.ledger.enterAll(lease, pages)),
    });
    bench.stream.beforePage = async (index) => {
      if (index !== 2) return;
      await bench.clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    expect(await bench.ingest({ ...ports, ledger })).toMatchObject({ pages: 3, end: { state: 'complete' } });
    expect([refused, entered]).toEqual([2, [3]]);
  });
});
