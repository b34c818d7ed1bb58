import { isBalanced } from '@twl/contracts';
import { requireValue } from '@twl/ports';
import { cancelRun } from '../actions/cancel-run';
import { RunNotCancellableError } from '../runs/preview-cancel';
import { untilIdle } from '../testing/launch-bench';
import { PipelineBench } from '../testing/pipeline-bench';
import { sweep } from './sweep';

const ada = { who: 'ada', why: 'the wrong account' };
const [secondMs, leaseMs] = [1000, 30_000];

/** A run that has stored some pages and waits for the next one. */
const waitingAfter = async (pages: number) => {
  const bench = new PipelineBench([[{ id: 1 }, { id: 2 }], [{ id: 3 }], [{ id: 4 }]]);
  bench.stream.beforePage = (index, signal) =>
    index < pages
      ? Promise.resolve()
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  const running = bench.ingest();
  await untilIdle();
  const seconds = async (count: number) => {
    for (let passed = 0; passed < count; passed++) {
      await bench.clock.advance(secondMs);
      await untilIdle();
    }
  };
  const run = async () => requireValue(await bench.engine.runs.get('run-1'), 'run');
  return { bench, running, seconds, run };
};

describe('a run that a person cancels', () => {
  it('ends within seconds, keeps its pages, and its counts add up', async () => {
    const { bench, running, seconds, run } = await waitingAfter(2);
    expect(await cancelRun(bench.ports, 'run-1', ada)).toMatchObject({ kind: 'asked', run: { cancellation: ada } });
    await seconds(leaseMs / 3 / secondMs);
    await running;
    await bench.process();
    const ended = await run();
    expect(ended).toMatchObject({ phase: 'closed', state: 'cancelled', reason: 'cancelled by ada: the wrong account', pages: 2 });
    expect(ended.counts).toMatchObject({ fetched: 3, new: 3 });
    expect(isBalanced(ended.counts)).toBe(true);
    expect((await bench.records()).map(({ key }) => key)).toEqual(['1', '2', '3']);
  });

  it('leaves a stream that the next run reads to its end, without a record twice', async () => {
    const { bench, running, seconds } = await waitingAfter(2);
    await cancelRun(bench.ports, 'run-1', ada);
    await seconds(leaseMs / 3 / secondMs);
    await running;
    await bench.process();
    expect((await bench.engine.streamStates.state('shop', 'orders'))?.validators).toEqual({});
    bench.stream.beforePage = async () => undefined;
    const next = await bench.run();
    expect(next).toMatchObject({ state: 'succeeded', counts: { fetched: 4, new: 1, unchanged: 3 } });
  });

  it('is asked once however often it is cancelled, and not once it is over', async () => {
    const { bench, running, seconds } = await waitingAfter(1);
    await cancelRun(bench.ports, 'run-1', ada);
    const again = await cancelRun(bench.ports, 'run-1', { who: 'grace', why: null });
    expect(again).toMatchObject({ kind: 'asked', run: { cancellation: ada } });
    await seconds(leaseMs / 3 / secondMs);
    await running;
    await expect(cancelRun(bench.ports, 'run-1', ada)).rejects.toThrow(RunNotCancellableError);
    await bench.process();
    expect(await cancelRun(bench.ports, 'run-1', ada)).toMatchObject({ kind: 'ended', run: { state: 'cancelled' } });
    bench.stream.beforePage = async () => undefined;
    const { id } = await bench.run();
    await expect(cancelRun(bench.ports, id, ada)).rejects.toThrow('cannot be cancelled: it has ended as succeeded');
  });

  it('ends as cancelled also when its worker stopped before it noticed', async () => {
    const { bench, run } = await waitingAfter(2);
    await cancelRun(bench.ports, 'run-1', ada);
    bench.engine.leases.renew = async () => Promise.reject(new Error('the worker is gone'));
    const other = { ...bench.ports, owner: 'worker-2' };
    bench.clock.set(new Date(bench.clock.now() + 2 * leaseMs).toISOString());
    await sweep(other, { olderThanMs: 0 });
    await bench.process();
    expect(await run()).toMatchObject({ state: 'cancelled', reason: expect.stringMatching(/^cancelled by ada: .*its worker stopped/) });
  });
});
