import { payloadOf } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';
import { verifyStorage, type Finding, type VerifyPorts } from './verify-storage';

const findingsOf = async (ports: VerifyPorts, source?: string): Promise<{ findings: Finding[]; objects: number; runs: number }> => {
  const walk = verifyStorage(ports, { ...(source && { source }) });
  const findings: Finding[] = [];
  for (;;) {
    const { done, value } = await walk.next();
    if (done) return { findings, ...value };
    findings.push(value);
  }
};

describe('verifying what is stored', () => {
  let bench: PipelineBench;
  let keys: string[];
  beforeEach(async () => {
    bench = new PipelineBench([{ items: [{ id: 1 }, { id: 2 }] }, { items: [{ id: 3 }] }] as never);
    const { id } = await bench.run();
    keys = (await bench.engine.ledger.ofRun(id)).map(({ key }) => key);
  });

  /** The raw zone with one object read as something else. */
  const withObject = (key: string, text: string): VerifyPorts => {
    const { raw } = bench.engine;
    const get: typeof raw.get = async (asked) => {
      const object = await raw.get(asked);
      return object && asked === key ? { ...object, body: payloadOf(text) } : object;
    };
    return { ...bench.ports, raw: { get, list: (filter: never) => raw.list(filter) } as never };
  };

  it('finds nothing wrong where nothing is', async () => {
    expect(await findingsOf(bench.ports)).toEqual({ findings: [], objects: keys.length, runs: 1 });
  });

  it('names a raw object whose content is not what was stored', async () => {
    const { findings, objects } = await findingsOf(withObject(keys[0]!, 'rubbish'));
    expect(findings).toEqual([{ code: 'RAW_CORRUPT', what: keys[0], detail: expect.stringContaining('another sha256') }]);
    expect(objects).toBe(keys.length);
  });

  it('names a raw object that a run stored and that is not there', async () => {
    await bench.engine.raw.remove(keys[1]!);
    expect((await findingsOf(bench.ports)).findings).toEqual([{ code: 'RAW_MISSING', what: keys[1], detail: expect.any(String) }]);
  });

  it('says what the engine finds damaged', async () => {
    const { findings } = await findingsOf({ ...bench.ports, verify: async () => ['row 7 missing from index'] });
    expect(findings).toEqual([{ code: 'STORE', what: 'database', detail: 'row 7 missing from index' }]);
  });

  it('looks at one source where one is named', async () => {
    await bench.engine.raw.remove(keys[1]!);
    expect(await findingsOf(bench.ports, 'other')).toEqual({ findings: [], objects: 0, runs: 0 });
  });
});
