import { PipelineBench } from '../testing/pipeline-bench';
import { ScriptedStream } from '../testing/scripted-stream';
import { canonicalExport } from './canonical-export';
import { ReplayLosesError, replayPages } from './replay-pages';

const order = (id: number, state = 'open') => ({ id, state });

const exported = async (bench: PipelineBench): Promise<string> => {
  let text = '';
  for await (const line of canonicalExport(bench.engine.reader, {})) text += line;
  return text;
};

const history = async (): Promise<PipelineBench> => {
  const bench = new PipelineBench([[order(1), order(2)], [order(3)]]);
  await bench.run();
  bench.stream.pages = [
    [order(1, 'paid'), order(2)],
    [order(3), { no: 'key' }],
  ];
  await bench.run();
  bench.stream.pages = [[order(1), order(2)], '<html>'];
  await bench.run();
  return bench;
};

describe('a replay', () => {
  it('gives the same export, byte for byte, and the same books', async () => {
    const bench = await history();
    const before = await exported(bench);
    const runs = (await bench.engine.runs.list({ limit: 10 })).items;
    const result = await replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: false });
    expect(result).toMatchObject({ pages: 6, new: 0, changed: 0, removed: 0, unchanged: 3, holes: [{ detail: 'the page is not JSON' }] });
    expect(await exported(bench)).toBe(before);
    for (const page of await bench.engine.unapplied.open(10)) expect(page.pageIndex).toBe(1);
    expect((await bench.engine.runs.list({ limit: 10 })).items.slice(1)).toEqual(runs.slice(1));
  });

  it('into an empty store gives the same export from raw alone', async () => {
    const bench = await history();
    const empty = new PipelineBench([]);
    const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
    await replayPages(ports, { stream: bench.stream, dryRun: false });
    expect(await exported(empty)).toBe(await exported(bench));
  });

  it('names a damaged raw page, and is refused where its records would be lost', async () => {
    const bench = await history();
    const before = await exported(bench);
    const [page] = await bench.engine.ledger.ofRun('run-1');
    bench.engine.raw.corrupt(page!.key, '[]');
    const ports = { ...bench.ports, reader: bench.engine.reader };
    const { holes } = await replayPages(ports, { stream: bench.stream, dryRun: true });
    expect(holes).toContainEqual({ key: page!.key, detail: expect.stringContaining('is damaged: its content has another sha256') });
    for (const run of ['run-1', 'run-2', 'run-3'])
      for (const { key } of await bench.engine.ledger.ofRun(run)) bench.engine.raw.corrupt(key, '[]');
    await expect(replayPages(ports, { stream: bench.stream, dryRun: false })).rejects.toThrow(ReplayLosesError);
    expect(await exported(bench)).toBe(before);
  });

  it('says in a dry run what a new manifest would change, and changes nothing', async () => {
    const bench = await history();
    const before = await exported(bench);
    bench.stream.keyField = 'no';
    const result = await replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: true });
    expect(result).toMatchObject({ new: 1, unchanged: 3, samples: [{ id: 'shop.orders.key', before: null }] });
    expect(await exported(bench)).toBe(before);
  });

  describe('with another manifest for the pages of some days', () => {
    const day = 24 * 3_600_000;
    const twoDays = async (): Promise<{ bench: PipelineBench; first: string; tried: ScriptedStream }> => {
      const bench = new PipelineBench([[{ ...order(1), no: 'a' }, order(2)]]);
      const first = (await bench.run()).startedAt.slice(0, 10);
      await bench.clock.advance(day);
      bench.stream.pages = [[{ ...order(1, 'paid'), no: 'b' }, order(2), order(3)]];
      await bench.run();
      const tried = new ScriptedStream([], () => '');
      tried.keyField = 'no';
      return { bench, first, tried };
    };
    const keys = async (bench: PipelineBench) => (await bench.records()).map(({ key }) => key);

    it('reads those alone with it, and the others as installed', async () => {
      const { bench, first, tried } = await twoDays();
      const choice = { stream: tried, installed: bench.stream, days: { to: first } };
      const result = await replayPages({ ...bench.ports, reader: bench.engine.reader }, { ...choice, dryRun: false });
      expect(result).toMatchObject({ pages: 2, chosen: 1, new: 1, changed: 0, removed: 0, unchanged: 1 });
      expect(await keys(bench)).toEqual(['1', '2', '3', 'a']);
      expect((await bench.records()).find(({ key }) => key === '1')).toMatchObject({ version: 1, data: { state: 'paid' } });
    });

    it('compares only what these pages wrote', async () => {
      const { bench, first } = await twoDays();
      const later = { from: new Date(Date.parse(first) + day).toISOString().slice(0, 10) };
      const options = { stream: bench.stream, days: later, dryRun: true };
      expect(await replayPages({ ...bench.ports, reader: bench.engine.reader }, options)).toMatchObject({ chosen: 1, unchanged: 2 });
    });

    it('refuses days without a page, and leaves everything as it is', async () => {
      const { bench, tried } = await twoDays();
      const before = await exported(bench);
      const options = { stream: tried, days: { from: '2020-01-01', to: '2020-01-02' }, dryRun: false };
      const replaying = replayPages({ ...bench.ports, reader: bench.engine.reader }, options);
      await expect(replaying).rejects.toThrow('shop.orders from 2020-01-01 to 2020-01-02');
      expect(await exported(bench)).toBe(before);
    });
  });
});
