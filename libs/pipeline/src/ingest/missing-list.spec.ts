import { PipelineBench } from '../testing/pipeline-bench';
import { benchOf, orders, shown } from '../testing/snapshots';

const gone = { kind: 'end', state: 'complete', items: 0, missing: 'GET /orders: nothing fits the selector ".order"' } as const;

describe('a run in which no answer has the list of records', () => {
  it('is suspect where the stream has records, until they come again', async () => {
    const bench = new PipelineBench([orders(3)]);
    await bench.run();
    Object.assign(bench.stream, { answers: [[]], end: gone });
    for (let i = 0; i < 2; i++)
      expect(await bench.run()).toMatchObject({ state: 'suspect', reason: `${gone.missing}, and the stream had records before` });
    Object.assign(bench.stream, { answers: [orders(3)], end: { kind: 'end', state: 'complete', items: 3 } });
    expect(await bench.run()).toMatchObject({ state: 'succeeded' });
  });

  it('succeeds where there never was a record', async () => {
    const bench = new PipelineBench([[]]);
    bench.stream.end = gone;
    expect(await bench.run()).toMatchObject({ state: 'succeeded' });
  });

  it('deletes nothing, and does not ask to delete everything', async () => {
    const bench = benchOf([orders(3)]);
    await bench.run();
    Object.assign(bench.stream, { answers: [[]], end: gone });
    const run = await bench.run();
    expect([run.state, run.deletions]).toEqual(['suspect', undefined]);
    expect(await shown(bench)).toHaveLength(3);
  });
});
