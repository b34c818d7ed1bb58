import { NotFoundError } from '@twl/ports';
import { launchBench } from '../testing/launch-bench';
import { continuationOf, manualRuns, prepareSource, requestedRuns, requestFor, scheduledRun } from './planned-run';

describe('planned runs', () => {
  const bench = launchBench(['orders', 'buyers']);
  const namesOf = (runs: { stream: { name: string } }[]) => runs.map(({ stream }) => stream.name);

  it('by hand are those of every stream, or of the streams named, once each', async () => {
    const source = await bench.source();
    expect(namesOf(manualRuns(source))).toEqual(['orders', 'buyers']);
    const [run, ...others] = manualRuns(source, ['buyers', 'buyers']);
    expect(run).toMatchObject({ stream: { name: 'buyers' }, trigger: 'manual', id: expect.stringMatching(/^shop\.buyers\../) });
    expect(others).toEqual([]);
    expect(manualRuns(source, ['buyers'])[0]!.id).not.toBe(run!.id);
  });

  it('of a stream or source that does not exist are refused by name', async () => {
    const source = await bench.source();
    expect(() => manualRuns(source, ['orders', 'nope'])).toThrow(new NotFoundError('stream', 'shop.nope'));
    await expect(prepareSource(bench.catalog, 'nobody')).rejects.toThrow(new NotFoundError('source', 'nobody'));
  });

  it('that become a request come back as the same runs', async () => {
    const source = await bench.source();
    const [run] = manualRuns(source, ['orders']);
    const request = requestFor(run!, bench.clock.iso());
    expect(requestedRuns(source, request)).toMatchObject([{ id: run!.id, trigger: 'manual', stream: { name: 'orders' } }]);
    expect(() => requestedRuns(source, { ...request, runs: [{ runId: 'x', stream: 'nope' }] })).toThrow('there is no stream "shop.nope"');
  });

  it('of the same time of the schedule are the same run', async () => {
    const [stream] = await bench.streams();
    const time = Date.parse('2026-01-31T12:05:00Z');
    const run = await scheduledRun(bench.ports, stream!, time);
    expect(run).toMatchObject({ id: 'shop.orders.2026-01-31T12:05:00Z', trigger: 'schedule' });
    expect(await scheduledRun(bench.ports, stream!, time)).toEqual(run);
    expect(continuationOf(run)).toMatchObject({ id: 'shop.orders.2026-01-31T12:05:00Z~2', trigger: 'schedule', stream });
  });

  it('ask the source for its streams first', async () => {
    const before = bench.catalog.asked;
    await prepareSource(bench.catalog, 'shop');
    expect(bench.catalog.asked).toBe(before + 1);
  });
});
