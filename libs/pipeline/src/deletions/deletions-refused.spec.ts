import { readPayload } from '@twl/ports';
import { reapplyFailure } from '../failures/reapply-failure';
import type { PipelineBench } from '../testing/pipeline-bench';
import { unseenPage } from '../testing/scripted-stream';
import { ada, benchOf, exported, oneMissing, order, orders, shown } from '../testing/snapshots';
import { confirmDeletions, undoDeletions } from '../actions/decide-deletions';

describe('a run that did not see everything', () => {
  const fifthUnseen = async (): Promise<PipelineBench> => {
    const bench = benchOf([orders(5), orders(5, 6), orders(2, 11)]);
    await bench.run();
    bench.stream.pages = [orders(5), orders(5, 6), unseenPage];
    return bench;
  };

  it('deletes nothing by itself, and asks with the first thing that it did not see', async () => {
    const bench = await fifthUnseen();
    bench.stream.end = { kind: 'end', state: 'complete', notes: [{ code: 'ERROR_IGNORED', detail: 'GET /3: HTTP 403', count: 1 }] };
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'suspect', deletions: { state: 'pending', missing: 2, of: 12 } });
    expect(run.reason).toBe('2 of 12 records would be deleted, but the run did not see everything (GET /3: HTTP 403)');
    expect(await shown(bench)).toHaveLength(12);
  });

  it('asks nothing where nothing is missing, and nothing once everything is seen again', async () => {
    const bench = await fifthUnseen();
    await bench.run();
    bench.stream.pages = [orders(5), orders(5, 6), orders(1, 12)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', deletions: { state: 'deleted', missing: 1 } });
    bench.stream.pages = [orders(5), [...orders(5, 6), order(12)], unseenPage];
    const run = await bench.run();
    expect([run.state, run.deletions]).toEqual(['succeeded', undefined]);
  });

  it('deletes when a person confirms it, though the source goes on refusing', async () => {
    const bench = await fifthUnseen();
    const { id } = await bench.run();
    for (let i = 0; i < 2; i++) expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    expect(await shown(bench)).toHaveLength(12);
    await confirmDeletions(bench.ports, id, ada);
    await bench.process();
    expect(await shown(bench)).toHaveLength(10);
  });
});

describe('a run of which something was refused', () => {
  const lost = { state: 'no key' };
  const oneLost = async (): Promise<PipelineBench> => {
    const bench = await oneMissing();
    bench.stream.pages = [orders(5), [...orders(4, 6), lost]];
    return bench;
  };

  it('deletes nothing by itself: what is missing may be what was refused', async () => {
    const bench = await oneLost();
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'suspect', deletions: { state: 'pending', missing: 1, of: 10 } });
    expect(run.reason).toBe('1 of 10 records would be deleted, but 1 records that the source listed were refused, and may be some of them');
    expect(await shown(bench)).toHaveLength(10);
  });

  it('deletes when a person confirms it, though the source never changes again and the record stays refused', async () => {
    const bench = await oneLost();
    const { id } = await bench.run();
    for (let i = 0; i < 3; i++) expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    await confirmDeletions(bench.ports, id, ada);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({
      state: 'partial',
      counts: { quarantined: 1, deleted: 1 },
      deletions: { state: 'deleted', missing: 1 },
    });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await undoDeletions(bench.ports, id, ada);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'partial', deletions: { state: 'undone' } });
    expect(await shown(bench)).toHaveLength(10);
  });

  it('asks nothing while nothing is missing', async () => {
    const bench = await oneLost();
    bench.stream.pages = [orders(5), [...orders(5, 6), lost]];
    const run = await bench.run();
    expect([run.state, run.deletions]).toEqual(['partial', undefined]);
  });

  it('shows of a deleted record what it was, when that turns out to be something else', async () => {
    const bench = benchOf([[{ name: 3, note: 'first' }, { id: 3, note: 'second' }, ...orders(2), ...orders(3, 4)]]);
    bench.stream.settings = { ...bench.stream.settings, volatileFields: ['id', 'name', 'note'] };
    await bench.run();
    bench.stream.pages = [[...orders(2), ...orders(3, 4)]];
    expect(await bench.run()).toMatchObject({ deletions: { state: 'deleted', missing: 1 } });
    bench.stream.pages = [orders(6)];
    await bench.run();
    bench.stream.keyField = 'name';
    for (const { id } of (await bench.engine.failures.list({ limit: 5, status: 'open' })).items) await reapplyFailure(bench.ports, id);
    const versions = await bench.engine.reader.versions('shop.orders.3');
    expect(versions.map(({ deleted, data }) => [deleted, data['note']])).toEqual([
      [undefined, undefined],
      [true, 'first'],
      [undefined, 'first'],
    ]);
  });

  /** A run with one order gone, and a page whose raw object cannot be read. */
  const pageLost = async () => {
    const bench = await oneMissing();
    const { id } = await bench.ingest();
    const [page] = await bench.engine.ledger.ofRun(id);
    const text = JSON.stringify(orders(5));
    bench.engine.raw.corrupt(page!.key, 'broken');
    await bench.process();
    const bringBack = async (): Promise<void> => {
      bench.engine.raw.corrupt(page!.key, text);
      for (const failure of (await bench.engine.failures.list({ limit: 5, status: 'open' })).items)
        await reapplyFailure(bench.ports, failure.id);
    };
    return { bench, id, bringBack };
  };

  it('deletes what is gone when the page that was set aside is brought back', async () => {
    const { bench, id, bringBack } = await pageLost();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'partial', deletions: { state: 'waiting' } });
    await bringBack();
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'deleted', missing: 1, of: 10 } });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('has nothing to undo when nothing was gone', async () => {
    const bench = benchOf([[]], { mode: 'snapshot' });
    const { id } = await bench.ingest();
    const [page] = await bench.engine.ledger.ofRun(id);
    bench.engine.raw.corrupt(page!.key, 'broken');
    await bench.process();
    bench.engine.raw.corrupt(page!.key, '[]');
    for (const failure of (await bench.engine.failures.list({ limit: 5, status: 'open' })).items)
      await reapplyFailure(bench.ports, failure.id);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ phase: 'closed', deletions: { state: 'deleted', missing: 0 } });
    await expect(undoDeletions(bench.ports, id, ada)).rejects.toThrow('has no deletions to undo: 0 records were deleted');
    expect(await bench.engine.runs.get(id)).toMatchObject({ phase: 'closed' });
  });

  it('is looked at again by the next run that finds nothing changed, when it could not be taken up at once', async () => {
    const { bench, id, bringBack } = await pageLost();
    const { runs, runDecisions } = bench.engine;
    const reopen = runDecisions.reopen.bind(runDecisions);
    runDecisions.reopen = async () => false;
    await bringBack();
    await bench.process();
    expect(await runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'waiting' } });
    runDecisions.reopen = reopen;
    expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    expect(await runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'deleted' } });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const before = [await exported(bench), await runs.get(id)];
    expect(await bench.run()).toMatchObject({ state: 'not_modified', pages: 0 });
    expect([await exported(bench), await runs.get(id)]).toEqual(before);
  });

  it('stays as it is when another run has read the stream since', async () => {
    const { bench, id, bringBack } = await pageLost();
    await bench.run();
    await bringBack();
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'waiting' } });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('says that it deleted when its page of deletions was set aside and is brought back', async () => {
    const bench = await oneMissing();
    const { id } = await bench.ingest();
    const { raw, ledger } = bench.engine;
    const put = raw.put.bind(raw);
    const stored = new Map<string, string>();
    raw.put = async (key, meta, body) => {
      const result = await put(key, meta, body);
      stored.set(key, (await readPayload(body)).toString());
      raw.corrupt(key, 'broken');
      return result;
    };
    await bench.process();
    const page = (await ledger.ofRun(id)).find(({ key }) => key.includes('.deletions.'));
    expect(page).toMatchObject({ status: 'parked' });
    raw.corrupt(page!.key, stored.get(page!.key)!);
    for (const failure of (await bench.engine.failures.list({ limit: 5, status: 'open' })).items)
      await reapplyFailure(bench.ports, failure.id);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'succeeded', deletions: { state: 'deleted', missing: 1, of: 10 } });
  });
});
