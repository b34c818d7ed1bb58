import { altered } from '@twl/ports/testing';
import { PipelineBench } from '../testing/pipeline-bench';
import { discardFailure } from '../actions/discard-failure';
import { reapplyFailure } from './reapply-failure';

const order = (id: number, state = 'open') => ({ id, state });
const firstFailure = async (bench: PipelineBench): Promise<string> => (await bench.engine.failures.list({ limit: 1 })).items[0]!.id;

describe('a redrive', () => {
  it('of a record that the corrected manifest accepts stores it and balances the books', async () => {
    const bench = new PipelineBench([[order(1), { no: 'key', name: 7 }]]);
    await bench.run();
    const id = await firstFailure(bench);
    expect(await reapplyFailure(bench.ports, id)).toEqual({ kind: 'refused', detail: 'id is missing' });
    expect(await bench.engine.failures.get(id)).toMatchObject({ status: 'open', attempts: 2, first: { detail: 'id is missing' } });
    bench.stream.keyField = 'name';
    expect(await reapplyFailure(bench.ports, id)).toEqual({ kind: 'applied', outcome: 'new' });
    expect((await bench.records()).map(({ key }) => key)).toEqual(['1', '7']);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 2, new: 2, quarantined: 0 } });
    expect(await reapplyFailure(bench.ports, id)).toEqual({ kind: 'closed', status: 'resolved' });
  });

  it('puts a record at its old place: what newer runs saw unchanged stays newest', async () => {
    const bench = new PipelineBench([[order(1)]]);
    await bench.run();
    bench.stream.pages = [[{ state: 'lost', name: 1 }]];
    await bench.run();
    bench.stream.pages = [[order(1)]];
    await bench.run();
    bench.stream.keyField = 'name';
    expect(await reapplyFailure(bench.ports, await firstFailure(bench))).toEqual({ kind: 'applied', outcome: 'stale' });
    expect(await bench.records()).toMatchObject([{ version: 3, data: { state: 'open' }, rawRef: { runId: 'run-3' } }]);
    expect(await bench.engine.reader.versions('shop.orders.1')).toMatchObject([{}, { data: { state: 'lost' } }, {}]);
  });

  it('forgets no observation between which a page that was set aside may still come', async () => {
    const bench = new PipelineBench([[order(1)]]);
    await bench.run();
    bench.stream.pages = ['<html>', [order(1), { state: 'new', name: 1 }]];
    await bench.run();
    bench.stream.keyField = 'name';
    const { items } = await bench.engine.failures.list({ limit: 10 });
    await reapplyFailure(bench.ports, items.find(({ kind }) => kind === 'record')!.id);
    const [first, second] = await bench.engine.records.history('shop.orders.1');
    expect(first).toMatchObject({ data: { state: 'open' }, seen: [{ order: { runSeq: 2, pageIndex: 1, itemIndex: 0 } }] });
    expect(second).toMatchObject({ data: { state: 'new' } });
  });

  it('that dies before the books of the run are corrected is made good by a message', async () => {
    const bench = new PipelineBench([[order(1), { no: 'key', name: 7 }]]);
    await bench.run();
    bench.stream.keyField = 'name';
    const runs = altered(bench.engine.runs, {
      amend: () => Promise.reject(new Error('killed')),
    });
    await expect(reapplyFailure({ ...bench.ports, runs }, await firstFailure(bench))).rejects.toThrow('killed');
    await bench.clock.advance(60_000);
    await bench.process();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 2, new: 2, quarantined: 0 } });
  });

  it('of one of two refused observations of a record leaves the other in quarantine', async () => {
    const bench = new PipelineBench([
      [
        { state: 'first', name: 1 },
        { state: 'second', name: 1 },
      ],
    ]);
    await bench.run();
    bench.stream.keyField = 'name';
    const { items } = await bench.engine.failures.list({ limit: 10 });
    const [first, second] = items.sort((a, b) => a.rawRef.itemIndex - b.rawRef.itemIndex);
    expect(await reapplyFailure(bench.ports, first!.id)).toEqual({ kind: 'applied', outcome: 'new' });
    expect(await bench.records()).toMatchObject([{ version: 1, data: { state: 'first' } }]);
    expect(await reapplyFailure(bench.ports, second!.id)).toEqual({ kind: 'applied', outcome: 'changed' });
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ counts: { fetched: 2, new: 1, changed: 1 } });
  });

  it('of a page sends it again, and the run is amended when it is applied', async () => {
    const bench = new PipelineBench([[order(1)], 'not yet JSON']);
    expect(await bench.run()).toMatchObject({ state: 'partial', counts: { fetched: 2, new: 1, quarantined: 1 } });
    bench.stream.readsText = true;
    expect(await reapplyFailure(bench.ports, await firstFailure(bench))).toEqual({ kind: 'queued' });
    await bench.process();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { fetched: 2, new: 2, quarantined: 0 } });
    expect(await bench.engine.failures.countOpen()).toBe(0);
  });

  it('of a page that is refused again leaves it open, once', async () => {
    const bench = new PipelineBench(['<html>']);
    await bench.run();
    await reapplyFailure(bench.ports, await firstFailure(bench));
    await bench.process();
    const { items } = await bench.engine.failures.list({ limit: 10 });
    expect(items).toMatchObject([{ status: 'open', reason: 'UNPARSABLE', attempts: 2, first: { reason: 'UNPARSABLE' } }]);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'partial', counts: { fetched: 1, quarantined: 1 } });
  });
});

describe('a discard', () => {
  it('keeps the failure visible and the books as they are', async () => {
    const bench = new PipelineBench([[order(1)], '<html>']);
    await bench.run();
    const id = await firstFailure(bench);
    expect(await discardFailure(bench.ports, id, { who: 'ada', why: 'not needed' })).toEqual({ kind: 'discarded', status: 'discarded' });
    expect(await reapplyFailure(bench.ports, id)).toEqual({ kind: 'closed', status: 'discarded' });
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ counts: { fetched: 2, new: 1, quarantined: 1 } });
    expect(
      await bench.engine.unapplied.lastPendingBefore({ source: 'shop', stream: 'orders', runId: 'run-2', runSeq: 2, pageIndex: 0 }),
    ).toBeUndefined();
  });
});
