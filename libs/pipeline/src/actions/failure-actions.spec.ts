import { altered, ManualClock } from '@twl/ports/testing';
import { NotFoundError } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';
import { findOpenFailures } from '../failures/open-failures';
import { NothingToRedriveError } from '../failures/reapply-failure';
import { discardFailure } from './discard-failure';
import { redriveFailure } from './redrive-failure';
import { redriveFailures } from './redrive-failures';

const ada = { who: 'ada', why: 'the key was renamed' };
const lost = (name: number) => ({ no: 'key', name });

const refusing = async (...names: number[]): Promise<PipelineBench> => {
  const bench = new PipelineBench([names.map(lost)]);
  await bench.run();
  return bench;
};
const written = async (bench: PipelineBench) => (await bench.engine.audit.list({ limit: 50 })).items;
/** How each action ended. */
const entries = async (bench: PipelineBench) => (await written(bench)).filter(({ result }) => result !== 'begun');
const openIds = async (bench: PipelineBench, limit = 100) => findOpenFailures(bench.ports, {}, limit);

describe('a redrive that is written down', () => {
  it('says who, when, why, and what came of it', async () => {
    const bench = await refusing(7);
    const [id] = (await openIds(bench)).ids;
    await redriveFailure(bench.ports, id!, ada);
    await bench.clock.advance(1000);
    bench.stream.keyField = 'name';
    expect(await redriveFailure(bench.ports, id!, { who: 'grace', why: null })).toMatchObject({ kind: 'applied' });
    expect(await entries(bench)).toMatchObject([
      { who: 'grace', why: null, at: bench.clock.iso(), action: 'redrive', target: id, result: 'applied as new' },
      { who: 'ada', why: 'the key was renamed', target: id, result: 'refused again: id is missing' },
    ]);
  });

  it('says that it failed', async () => {
    const bench = await refusing(7);
    const { ids } = await openIds(bench);
    bench.engine.ledger.get = async () => undefined;
    await expect(redriveFailure(bench.ports, ids[0]!, ada)).rejects.toThrow(NothingToRedriveError);
    expect(await entries(bench)).toMatchObject([{ result: expect.stringMatching(/^failed: failure .* has no page/) }]);
  });

  it('stands in the log before anything is done', async () => {
    const bench = await refusing(7);
    const { ids } = await openIds(bench);
    bench.stream.keyField = 'name';
    const { records } = bench.engine;
    const amend = records.amend.bind(records);
    let before: unknown;
    records.amend = async (amendment) => {
      before = await written(bench);
      await amend(amendment);
      throw new Error('killed');
    };
    const { append } = bench.engine.audit;
    const audit = altered(bench.engine.audit, {
      append: async (entry: Parameters<typeof append>[0]) => {
        if (before) throw new Error('killed');
        await append.call(bench.engine.audit, entry);
      },
    });
    await expect(redriveFailure({ ...bench.ports, audit }, ids[0]!, ada)).rejects.toThrow('killed');
    expect(await bench.records()).toHaveLength(1);
    expect(before).toMatchObject([{ who: 'ada', why: 'the key was renamed', action: 'redrive', target: ids[0], result: 'begun' }]);
    expect(await written(bench)).toEqual(before);
  });

  it('is not done when it cannot be written down', async () => {
    const bench = await refusing(7);
    const { ids } = await openIds(bench);
    bench.stream.keyField = 'name';
    bench.engine.audit.append = async () => Promise.reject(new Error('the disk is full'));
    await expect(redriveFailure(bench.ports, ids[0]!, ada)).rejects.toThrow('the disk is full');
    expect(await bench.records()).toEqual([]);
  });

  it('of what is not there is no action', async () => {
    const bench = await refusing(7);
    await expect(redriveFailure(bench.ports, 'none', ada)).rejects.toThrow(NotFoundError);
    await expect(discardFailure(bench.ports, 'none', ada)).rejects.toThrow(NotFoundError);
    expect(await entries(bench)).toEqual([]);
  });
});

describe('a discard that is written down', () => {
  it('says whether there was anything to do', async () => {
    const bench = await refusing(7);
    const [id] = (await openIds(bench)).ids;
    expect(await discardFailure(bench.ports, id!, ada)).toEqual({ kind: 'discarded', status: 'discarded' });
    await bench.clock.advance(1000);
    expect(await discardFailure(bench.ports, id!, ada)).toEqual({ kind: 'closed', status: 'discarded' });
    expect((await entries(bench)).map(({ action, result }) => [action, result])).toEqual([
      ['discard', 'nothing to do: it is discarded already'],
      ['discard', 'discarded'],
    ]);
  });
});

describe('a redrive of many', () => {
  it('is chosen by a filter, up to a limit, and says when there are more', async () => {
    const bench = await refusing(7, 8, 9);
    expect(await openIds(bench, 3)).toMatchObject({ ids: { length: 3 }, more: false });
    expect(await openIds(bench, 2)).toMatchObject({ ids: { length: 2 }, more: true });
    expect(await findOpenFailures(bench.ports, { source: 'other' }, 2)).toEqual({ ids: [], more: false });
  });

  it('reports each, writes each down, and is not stopped by one', async () => {
    const bench = await refusing(7, 8);
    const { ids } = await openIds(bench);
    bench.stream.keyField = 'name';
    const results = await redriveFailures(bench.ports, { ids: ['none', ...ids] }, ada);
    expect(results).toEqual([
      { id: 'none', kind: 'failed', detail: 'there is no failure "none"' },
      { id: ids[0], kind: 'applied', outcome: 'new' },
      { id: ids[1], kind: 'applied', outcome: 'new' },
    ]);
    expect((await entries(bench)).map(({ target }) => target).sort()).toEqual([...ids].sort());
    expect(await bench.engine.failures.countOpen()).toBe(0);
  });

  it('begins no more in a second than it was told', async () => {
    const bench = await refusing(1, 2, 3);
    const { ids } = await openIds(bench);
    const at: number[] = [];
    const clock = new ManualClock({ auto: true });
    const started = clock.now();
    const progress = () => void at.push(clock.now() - started);
    await redriveFailures({ ...bench.ports, clock }, { ids, rate: 2, progress }, ada);
    expect(at).toEqual([0, 500, 1000]);
  });

  it('stops between two when it is told to', async () => {
    const bench = await refusing(1, 2, 3);
    const stop = new AbortController();
    const { ids } = await openIds(bench);
    const progress = () => stop.abort(new Error('stopped'));
    await expect(redriveFailures(bench.ports, { ids, signal: stop.signal, progress }, ada)).rejects.toThrow('stopped');
    expect(await entries(bench)).toHaveLength(1);
  });
});
