import type { Failure } from '@twl/contracts';
import { PipelineBench } from '../testing/pipeline-bench';
import { isSimilarRecord } from './is-similar-record';
import { reapplyFailure } from '../failures/reapply-failure';

const order = (id: number, state = 'open') => ({ id, state });
const bad = (name: string) => ({ name, title: `the ${name}`, state: 'lost' });

const list = async (bench: PipelineBench, status?: Failure['status']): Promise<Failure[]> =>
  (await bench.engine.failures.list({ limit: 100, ...(status && { status }) })).items;

/** Runs once with each of the answers, and gives what is open then. */
const afterRuns = async (bench: PipelineBench, ...answers: PipelineBench['stream']['pages'][]): Promise<Failure[]> => {
  for (const answer of answers) {
    bench.stream.pages = answer;
    await bench.run();
  }
  return list(bench, 'open');
};

describe('a refused record that comes again', () => {
  it('is one open failure that says how often, and since when', async () => {
    const bench = new PipelineBench([]);
    const open = await afterRuns(bench, [[order(1), bad('a')]], [[order(2), bad('a')]], [[order(3), bad('a')]]);
    const all = await list(bench);
    expect(all.map(({ status }) => status)).toEqual(['open', 'superseded', 'superseded']);
    expect(open).toMatchObject([{ runId: 'run-3', seen: { count: 3, first: all[2]!.at, last: all[0]!.at } }]);
    expect(all[2]).toMatchObject({ runId: 'run-1', supersededBy: all[1]!.id });
    expect(await bench.engine.failures.countOpen()).toBe(1);
    expect(await bench.engine.runs.get('run-3')).toMatchObject({ state: 'partial', counts: { fetched: 2, quarantined: 1 } });
  });

  it('is known by its content where its place is another one, and by its place where its content is', async () => {
    const bench = new PipelineBench([]);
    const moved = await afterRuns(bench, [[bad('a'), order(1)]], [[order(2), bad('a'), order(1)]], [[order(2)], [order(1), bad('a')]]);
    expect(moved).toMatchObject([{ runId: 'run-3', pageIndex: 1, pointer: '/1', seen: { count: 3 } }]);
    const changed = await afterRuns(bench, [[order(2)], [order(1), { ...bad('a'), more: 1 }]]);
    expect(changed).toMatchObject([{ runId: 'run-4', seen: { count: 4 } }]);
  });

  it('is not taken for another one', async () => {
    const bench = new PipelineBench([]);
    const open = await afterRuns(bench, [[bad('a'), bad('b')]], [[bad('b'), bad('c')]]);
    expect(open.map(({ data, seen }) => [(data as { name: string }).name, seen?.count])).toEqual([
      ['c', undefined],
      ['b', 2],
      ['a', undefined],
    ]);
  });

  it('stays open while it does not come', async () => {
    const bench = new PipelineBench([]);
    expect(await afterRuns(bench, [[order(1), bad('a')]], [[order(1)]], [[order(2)]])).toMatchObject([{ runId: 'run-1' }]);
  });

  it('is closed when it arrives well, at its place or by its key', async () => {
    const bench = new PipelineBench([]);
    expect(await afterRuns(bench, [[order(1), bad('a')]], [[order(1), { ...bad('a'), id: 2 }]])).toEqual([]);
    expect(await list(bench, 'superseded')).toMatchObject([{ runId: 'run-1', data: bad('a') }]);
    expect((await list(bench, 'superseded'))[0]).not.toHaveProperty('supersededBy');
  });

  it('is counted once, however often its page is delivered', async () => {
    const bench = new PipelineBench([[bad('a')]]);
    await bench.run();
    bench.stream.pages = [[bad('a'), order(1)]];
    await bench.ingest();
    await bench.process();
    await bench.process();
    expect(await list(bench, 'open')).toMatchObject([{ runId: 'run-2', seen: { count: 2 } }]);
  });

  it('can be brought back at each of its places', async () => {
    const bench = new PipelineBench([]);
    await afterRuns(bench, [[{ ...bad('a'), name: 1, state: 'first' }]], [[{ ...bad('a'), name: 1, state: 'second' }]]);
    const all = await list(bench);
    expect(all).toMatchObject([{ status: 'open', seen: { count: 2 } }, { status: 'superseded' }]);
    bench.stream.keyField = 'name';
    expect(await reapplyFailure(bench.ports, all[0]!.id)).toEqual({ kind: 'applied', outcome: 'new' });
    expect(await reapplyFailure(bench.ports, all[1]!.id)).toEqual({ kind: 'applied', outcome: 'stale' });
    expect(await bench.records()).toMatchObject([{ version: 2, data: { state: 'second' } }]);
    expect(await list(bench, 'open')).toEqual([]);
  });

  it('costs nothing where nothing is open', async () => {
    const bench = new PipelineBench([[order(1)]]);
    const asked = jest.spyOn(bench.engine.failures, 'supersede');
    await bench.run();
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('isLike', () => {
  it.each([
    [{ a: 1, b: 2 }, { id: 1, a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
    [{ a: 1, b: 2, c: 3 }, { a: 1, b: 3, c: 3 }, true],
    [{ a: 1, b: { c: [1] }, d: 1 }, { a: 2, b: { c: [1] }, d: 1 }, true],
    [{ a: 1, b: 2, c: 3 }, { a: 1 }, false],
    [{ a: 1 }, { a: 2 }, false],
    [{}, { a: 1 }, false],
    ['text', 'text', true],
    ['text', { a: 1 }, false],
    [null, undefined, false],
  ])('of %j and %j is %j', (refused, now, expected) => {
    expect(isSimilarRecord(refused, now)).toBe(expected);
  });
});
