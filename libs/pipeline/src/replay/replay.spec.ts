import { PipelineBench } from '../testing/pipeline-bench';
import { canonicalExport } from './canonical-export';
import { replayStream } from './replay-stream';

const order = (id: number, state = 'open') => ({ id, state });

const exported = async (bench: PipelineBench): Promise<string> => {
  let text = '';
  for await (const line of canonicalExport(bench.engine.reader, {})) text += line;
  return text;
};

const history = async (): Promise<PipelineBench> => {
  const bench = new PipelineBench([[order(1), order(2)], [order(3)]]);
  await bench.run();
  bench.stream.answers = [
    [order(1, 'paid'), order(2)],
    [order(3), { no: 'key' }],
  ];
  await bench.run();
  bench.stream.answers = [[order(1), order(2)], '<html>'];
  await bench.run();
  return bench;
};

describe('a replay', () => {
  it('gives the same export, byte for byte, and the same books', async () => {
    const bench = await history();
    const before = await exported(bench);
    const runs = (await bench.engine.runs.list({ limit: 10 })).items;
    const result = await replayStream({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: false });
    expect(result).toMatchObject({ pages: 6, new: 0, changed: 0, removed: 0, unchanged: 3, holes: [{ detail: 'the page is not JSON' }] });
    expect(await exported(bench)).toBe(before);
    for (const page of await bench.engine.ledger.open(10)) expect(page.index).toBe(1);
    expect((await bench.engine.runs.list({ limit: 10 })).items.slice(1)).toEqual(runs.slice(1));
  });

  it('into an empty store gives the same export from raw alone', async () => {
    const bench = await history();
    const empty = new PipelineBench([]);
    const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
    await replayStream(ports, { stream: bench.stream, dryRun: false });
    expect(await exported(empty)).toBe(await exported(bench));
  });

  it('says in a dry run what a new manifest would change, and changes nothing', async () => {
    const bench = await history();
    const before = await exported(bench);
    bench.stream.keyField = 'no';
    const result = await replayStream({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: true });
    expect(result).toMatchObject({ new: 1, unchanged: 3, samples: [{ id: 'shop.orders.key', before: null }] });
    expect(await exported(bench)).toBe(before);
  });
});
