import type { PageId } from '@twl/contracts';
import { PipelineBench } from '../testing/pipeline-bench';
import { applyPage } from './apply-page';

it('remembers what is seen behind pages that a replay opened again while the page was being applied', async () => {
  const bench = new PipelineBench([[{ id: 1, value: 'A' }], [{ id: 1, value: 'B' }]]);
  const { engine, ports, stream } = bench;
  const first = await bench.run();
  stream.pages = [[{ id: 1, value: 'A' }, { id: 2 }]];
  const second = await bench.ingest();
  const page = ({ id, seq }: { id: string; seq: number }, pageIndex: number): PageId => ({
    ...{ source: stream.source, stream: stream.name, runId: id, runSeq: seq, pageIndex },
  });

  // After the pending before it was looked up, all pages of the first run are open again, and the first of them is applied.
  let isReplayed = false;
  const replay = async (): Promise<void> => {
    isReplayed = true;
    await (await engine.generations.fork(stream.source, stream.name)).promote();
    await applyPage(ports, page(first, 0));
  };
  const records = new Proxy(engine.records, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        if (key === 'heads' && !isReplayed) await replay();
        return (await Reflect.apply(member, target, args)) as unknown;
      };
    },
  });
  await applyPage({ ...ports, records }, page(second, 0));
  await applyPage(ports, page(first, 1));

  const versions = await engine.records.history('shop.orders.1');
  expect(versions.map(({ data }) => data['value'])).toEqual(['A', 'B', 'A']);
});
