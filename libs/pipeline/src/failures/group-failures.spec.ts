import { PipelineBench } from '../testing/pipeline-bench';
import { groupFailures, groupIdOf, problemOf } from './group-failures';
import { findOpenFailures } from './open-failures';

const dayMs = 86_400_000;
const without = (name: string) => ({ name });

describe('groups of failures', () => {
  it('are by what is wrong and where, not by the numbers and values in it', () => {
    expect(problemOf({ pointer: '/items/17/lines/2', detail: 'price "7.20" is text in 12 records' })).toBe(
      '/items/*/lines/*: price * is text in * records',
    );
    expect(problemOf({ pointer: '', detail: 'the page is not JSON' })).toBe('the page is not JSON');
    const one = { source: 'shop', stream: 'orders', reason: 'KEY_MISSING' as const, pointer: '/1', detail: 'id is missing' };
    expect(groupIdOf({ ...one, pointer: '/2' })).toBe(groupIdOf(one));
    for (const other of [{ source: 'bank' }, { stream: 'items' }, { reason: 'SHAPE' as const }, { detail: 'name is missing' }])
      expect(groupIdOf({ ...one, ...other })).not.toBe(groupIdOf(one));
  });

  it('count, tell when, show a sample and the trend of a week', async () => {
    const bench = new PipelineBench([[without('a'), { id: 1 }]]);
    await bench.run();
    await bench.clock.advance(2 * dayMs);
    bench.stream.pages = [[without('a'), { id: 1 }, without('b'), without('c')]];
    await bench.run();
    const { groups, grouped, more } = await groupFailures(bench.ports, {});
    expect([groups.length, grouped, more]).toEqual([1, 3, false]);
    expect(groups[0]).toMatchObject({
      ...{ source: 'shop', stream: 'orders', reason: 'KEY_MISSING', problem: '/*: id is missing', count: 3, trend: [0, 0, 0, 0, 0, 0, 3] },
      ...{ first: '2026-01-31T12:01:00.000Z', last: '2026-02-02T12:02:00.000Z', sample: { data: { name: expect.any(String) as string } } },
    });
  });

  it('lose a failure by themselves when its record arrives well', async () => {
    const bench = new PipelineBench([[{ name: 'a', no: 1 }, { id: 2 }]]);
    bench.stream.keyField = 'id';
    await bench.run();
    expect((await groupFailures(bench.ports, {})).grouped).toBe(1);
    bench.stream.keyField = 'name';
    bench.stream.pages = [[{ name: 'a', no: 1 }, { id: 2 }, { id: 3 }]];
    await bench.run();
    expect((await groupFailures(bench.ports, {})).groups).toEqual([]);
  });

  it('choose what is redriven or discarded', async () => {
    const bench = new PipelineBench([[without('a'), { id: 1 }], 'no JSON']);
    await bench.run();
    const { groups } = await groupFailures(bench.ports, {});
    expect(groups).toHaveLength(2);
    for (const { id, sample } of groups)
      expect(await findOpenFailures(bench.ports, { group: id }, 10)).toEqual({ ids: [sample.id], more: false });
    expect(await findOpenFailures(bench.ports, { group: 'none' }, 10)).toEqual({ ids: [], more: false });
  });
});
