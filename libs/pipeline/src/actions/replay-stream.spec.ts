import { PipelineBench } from '../testing/pipeline-bench';
import { endEntryId } from '../audit/audit-entry';
import { previewReplay, type ReplayOptions } from '../replay/replay-pages';
import { replayStream } from './replay-stream';

const id = 'replay-1';
const ada = { who: 'ada', why: 'a new manifest' };

const replayed = async ({ dryRun, progress }: { dryRun: boolean; progress?: () => void }) => {
  const bench = new PipelineBench([[{ id: 1 }, { no: 'key' }]]);
  await bench.run();
  const ports = { ...bench.ports, reader: bench.engine.reader };
  const options: ReplayOptions = { stream: bench.stream, progress };
  const result = await (dryRun ? previewReplay(ports, options) : replayStream(ports, { ...options, id }, ada)).catch(String);
  return { result, entries: (await bench.engine.audit.list({ limit: 10 })).items, bench };
};

describe('a replay that is written down', () => {
  it('says that it began and how it ended', async () => {
    const { result, bench } = await replayed({ dryRun: false });
    expect(result).toMatchObject({ pages: 1, unchanged: 1, quarantined: 1 });
    const entry = { who: 'ada', why: 'a new manifest', action: 'replay', target: 'shop.orders' };
    expect(await bench.engine.audit.get(id)).toMatchObject({ ...entry, result: 'begun' });
    expect(await bench.engine.audit.get(endEntryId(id))).toMatchObject({
      ...entry,
      result: 'shown: 1 page: 0 new, 0 changed, 1 unchanged, 0 removed, 1 quarantined',
    });
  });

  it('says that it was given up', async () => {
    const stop = () => {
      throw new Error('stopped by hand');
    };
    const { result, entries } = await replayed({ dryRun: false, progress: stop });
    expect(result).toBe('Error: stopped by hand');
    expect(entries.map(({ result: text }) => text).sort()).toEqual(['begun', 'failed: stopped by hand']);
  });

  it('is no action when it only compares', async () => {
    const { result, entries } = await replayed({ dryRun: true });
    expect(result).toMatchObject({ unchanged: 1 });
    expect(entries).toEqual([]);
  });
});
