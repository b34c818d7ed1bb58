import { processMessage } from '../drain/process-message';
import { replayPages } from '../replay/replay-pages';
import { settleRun } from '../runs/settle-run';
import { PipelineBench } from '../testing/pipeline-bench';
import { ada, benchOf, exported, oneMissing, orders, shown } from '../testing/snapshots';
import { confirmDeletions } from '../actions/decide-deletions';

/** What the raw zone alone comes to. */
const rebuilt = async (bench: PipelineBench): Promise<string> => {
  const empty = new PipelineBench([]);
  empty.stream.settings = bench.stream.settings;
  const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
  await replayPages(ports, { stream: bench.stream, dryRun: false });
  return exported(empty);
};

describe('a worker that comes late', () => {
  it('to store what it found gone stores nothing that nobody knows of', async () => {
    const bench = await oneMissing();
    const { id } = await bench.ingest();
    const { raw } = bench.engine;
    const put = raw.put.bind(raw);
    const late = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<unknown>();
    raw.put = async (...args) => {
      raw.put = put;
      begun.resolve(undefined);
      await late.promise;
      return put(...args);
    };
    const deliveries = await bench.receive();
    const first = (async () => {
      for (const delivery of deliveries) await processMessage(bench.ports, delivery);
    })();
    await begun.promise;
    // By now the stream is no snapshot any more, for the next who looks.
    const { settings } = bench.stream;
    bench.stream.settings = { ...settings, deletions: 'none' };
    await settleRun(bench.ports, id);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ phase: 'closed', deletions: { state: 'deleted', missing: 0 } });
    late.resolve(undefined);
    await first;
    await bench.process();
    bench.stream.settings = settings;
    expect(await shown(bench)).toHaveLength(10);
    expect(await rebuilt(bench)).toBe(await exported(bench));
  });

  it('to correct the books does not forget who decided', async () => {
    const bench = benchOf([orders(10)]);
    await bench.run();
    bench.stream.pages = [orders(3)];
    const asked = await bench.run();
    await confirmDeletions(bench.ports, asked.id, ada);
    await bench.process();
    const { runs } = bench.engine;
    const done = await runs.get(asked.id);
    expect(done?.deletions).toMatchObject({ state: 'deleted', at: expect.any(String) });
    const get = runs.get.bind(runs);
    runs.get = async () => {
      runs.get = get;
      return (await get(asked.id)) && asked;
    };
    await settleRun(bench.ports, asked.id);
    expect(await runs.get(asked.id)).toEqual(done);
  });
});
