import { processMessage } from '../drain/process-message';
import { replayPages } from '../replay/replay-pages';
import { PipelineBench } from '../testing/pipeline-bench';
import { ada, benchOf, exported, oneMissing, order, orders, shown } from '../testing/snapshots';
import { confirmDeletions, DeletionsConflictError, undoDeletions } from '../actions/decide-deletions';

describe('a record that a complete snapshot no longer lists', () => {
  it('is deleted, and the run says how many were', async () => {
    const bench = await oneMissing();
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'succeeded', pages: 2, counts: { fetched: 9, changed: 1, unchanged: 8, deleted: 1 } });
    expect(run.deletions).toEqual({ state: 'deleted', missing: 1, of: 10 });
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await bench.engine.reader.tally()).toEqual([{ source: 'shop', stream: 'orders', records: 9 }]);
  });

  it('keeps what it last was, and its versions', async () => {
    const bench = await oneMissing();
    const before = await bench.engine.reader.get('shop.orders.10');
    const run = await bench.run();
    const record = await bench.engine.reader.get('shop.orders.10');
    const deletedAt = bench.clock.iso();
    expect(record).toMatchObject({ version: 2, data: order(10), title: before!.title, deletedAt, updatedAt: deletedAt });
    expect(await bench.engine.reader.versions('shop.orders.10')).toMatchObject([
      { version: 2, deleted: true, validFrom: deletedAt, validTo: null, rawRef: { runId: run.id } },
      { version: 1, validFrom: before!.updatedAt, validTo: deletedAt },
    ]);
  });

  it('stays so while nothing changes, at no cost', async () => {
    const bench = await oneMissing();
    await bench.run();
    const before = await exported(bench);
    expect(await bench.run()).toMatchObject({ state: 'not_modified', pages: 0 });
    bench.stream.pages = [orders(5), [order(6, 'open'), ...orders(3, 7)]];
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'succeeded', counts: { changed: 1 } });
    expect([run.deletions, run.counts.deleted]).toEqual([undefined, undefined]);
    expect(await exported(bench)).not.toBe(before);
    expect(await bench.engine.reader.get('shop.orders.10')).toMatchObject({ version: 2 });
  });

  it('is a new version when it comes back, with the same content or another', async () => {
    const bench = await oneMissing();
    await bench.run();
    bench.stream.pages = [orders(5), orders(5, 6)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { changed: 2, unchanged: 8 } });
    const record = await bench.engine.reader.get('shop.orders.10');
    expect([record?.version, record?.deletedAt]).toEqual([3, undefined]);
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('is left alone where deletions are not asked for', async () => {
    const bench = benchOf([orders(10)], 'none');
    await bench.run();
    bench.stream.pages = [orders(9)];
    expect((await bench.run()).deletions).toBeUndefined();
    expect(await shown(bench)).toHaveLength(10);
  });

  it.each([
    ['failed', { kind: 'end', state: 'failed', reason: 'gone away' }],
    ['stalled', { kind: 'end', state: 'stalled', reason: 'again and again' }],
    ['deferred', { kind: 'end', state: 'deferred', reason: 'busy' }],
    ['suspect', { kind: 'end', state: 'suspect', reason: 'fewer than declared' }],
  ] as const)('is left alone by a run that %s', async (state, end) => {
    const bench = await oneMissing();
    bench.stream.end = end;
    const run = await bench.run();
    expect([run.state, run.deletions]).toEqual([state, undefined]);
    expect(await shown(bench)).toHaveLength(10);
  });

  it('is left alone by a run with a page that is none, which waits for it', async () => {
    const bench = await oneMissing();
    bench.stream.pages = [orders(5), '<html>'];
    expect(await bench.run()).toMatchObject({ state: 'partial', deletions: { state: 'waiting' } });
    expect(await shown(bench)).toHaveLength(10);
  });

  it('is left alone by a run that went on from where another one stopped', async () => {
    const bench = await oneMissing();
    const { streamStates } = bench.engine;
    const { revision } = await streamStates.remembered('shop', 'orders');
    await streamStates.editState({ source: 'shop', stream: 'orders', revision, state: { cursor: { $resume: 1 }, validators: {} } });
    const run = await bench.run();
    expect([run.state, run.deletions]).toEqual(['succeeded', undefined]);
    expect(await shown(bench)).toHaveLength(10);
  });
});

describe('more gone than may be without asking', () => {
  const halfGone = async (): Promise<PipelineBench> => {
    const bench = benchOf([orders(5), orders(5, 6)]);
    await bench.run();
    bench.stream.pages = [orders(5)];
    return bench;
  };

  it('makes the run suspect, and deletes nothing', async () => {
    const bench = await halfGone();
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'suspect', deletions: { state: 'pending', missing: 5, of: 10 } });
    expect(run.reason).toBe('5 of 10 records would be deleted, more than the 20 % that may be without asking');
    expect(await shown(bench)).toHaveLength(10);
    expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    expect(await bench.engine.ledger.ofRun(run.id)).toHaveLength(1);
  });

  it('stays a question when the pages of the run are delivered again', async () => {
    const bench = await halfGone();
    const { id } = await bench.ingest();
    const deliveries = await bench.receive();
    for (const delivery of [...deliveries, ...deliveries]) await processMessage(bench.ports, delivery);
    expect(await bench.engine.runs.get(id)).toMatchObject({ state: 'suspect', deletions: { state: 'pending' } });
  });

  it('is deleted when a person confirms it, which is written down', async () => {
    const bench = await halfGone();
    const { id } = await bench.run();
    await bench.run();
    expect(await confirmDeletions(bench.ports, id, ada)).toMatchObject({ state: 'running', deletions: { state: 'confirmed' } });
    await bench.process();
    const run = await bench.engine.runs.get(id);
    expect(run).toMatchObject({ state: 'succeeded', counts: { deleted: 5 }, deletions: { state: 'deleted', missing: 5, of: 10 } });
    expect(run?.reason).toBeUndefined();
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5]);
    expect(await bench.engine.reader.get('shop.orders.7')).toMatchObject({ deletedAt: bench.clock.iso() });
    expect((await bench.engine.audit.list({ limit: 5 })).items).toMatchObject([
      { action: 'confirm-deletions', target: id, who: 'ada', result: 'decided: 5 of 10 records are to be deleted' },
      { action: 'confirm-deletions', target: id, who: 'ada', result: 'begun' },
    ]);
  });

  it('can be brought back, as new versions with what the records last were', async () => {
    const bench = await halfGone();
    const { id } = await bench.run();
    await confirmDeletions(bench.ports, id, ada);
    await bench.process();
    await bench.clock.advance(1000);
    await undoDeletions(bench.ports, id, ada);
    await bench.process();
    const run = await bench.engine.runs.get(id);
    expect(run).toMatchObject({ state: 'succeeded', counts: { deleted: 0 }, deletions: { state: 'undone', missing: 5 } });
    expect(await shown(bench)).toHaveLength(10);
    const record = await bench.engine.reader.get('shop.orders.7');
    expect(record).toMatchObject({ version: 3, data: order(7), title: 'order 7', updatedAt: bench.clock.iso() });
    expect(await bench.engine.reader.versions('shop.orders.7')).toMatchObject([{ version: 3 }, { deleted: true }, { version: 1 }]);
    await expect(undoDeletions(bench.ports, id, ada)).rejects.toThrow('they were undone');
  });

  it('that was brought back by hand is not deleted again without asking', async () => {
    const bench = await oneMissing();
    const { id } = await bench.run();
    await undoDeletions(bench.ports, id, ada);
    await bench.process();
    bench.stream.pages = [orders(5), orders(4, 6)];
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'suspect', reason: expect.stringContaining('1 of them brought back by hand') });
    expect(await shown(bench)).toHaveLength(10);
  });

  it('is no question any more once another run has read the stream', async () => {
    const bench = await halfGone();
    const { id } = await bench.run();
    bench.stream.pages = [[order(1, 'paid'), ...orders(4, 2)]];
    const newer = await bench.run();
    expect(newer).toMatchObject({ state: 'suspect', deletions: { state: 'pending' } });
    await expect(confirmDeletions(bench.ports, id, ada)).rejects.toThrow(DeletionsConflictError);
    await confirmDeletions(bench.ports, newer.id, ada);
    await bench.process();
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5]);
  });

  it('cannot be confirmed where there is nothing to confirm', async () => {
    const bench = await halfGone();
    const { id } = await bench.run();
    await expect(undoDeletions(bench.ports, id, ada)).rejects.toThrow('they are not confirmed');
    await expect(confirmDeletions(bench.ports, 'run-1', ada)).rejects.toThrow('it deleted nothing');
    await expect(confirmDeletions(bench.ports, 'none', ada)).rejects.toThrow('there is no run');
  });

  it.each([
    ['an empty list', []],
    ['records under other keys', orders(10, 101)],
  ])('is asked about whatever the cap: %s', async (_, answer) => {
    const bench = benchOf([orders(10)], { mode: 'snapshot', maxShare: 1 });
    await bench.run();
    bench.stream.pages = [answer];
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'suspect', deletions: { state: 'pending', missing: 10, of: 10 } });
    expect(await shown(bench)).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  });

  it('may be more where the source says so', async () => {
    const bench = benchOf([orders(10)], { mode: 'snapshot', maxShare: 0.5 });
    await bench.run();
    bench.stream.pages = [orders(5)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { deleted: 5 } });
  });
});

describe('deletions and the raw zone', () => {
  const history = async (): Promise<PipelineBench> => {
    const bench = await oneMissing();
    await bench.run();
    bench.stream.pages = [orders(5), orders(4, 7)];
    await bench.run();
    bench.stream.pages = [orders(2)];
    const { id } = await bench.run();
    await confirmDeletions(bench.ports, id, ada);
    await bench.process();
    bench.stream.pages = [orders(3)];
    await bench.run();
    await bench.clock.advance(1000);
    await undoDeletions(bench.ports, id, ada);
    await bench.process();
    return bench;
  };

  it('are made again from raw alone, byte for byte', async () => {
    const bench = await history();
    const before = await exported(bench);
    expect(before).toContain('deletedAt');
    const result = await replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: false });
    expect(result).toMatchObject({ new: 0, changed: 0, removed: 0, holes: [] });
    expect(await exported(bench)).toBe(before);
    const empty = new PipelineBench([]);
    empty.stream.settings = bench.stream.settings;
    const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
    await replayPages(ports, { stream: bench.stream, dryRun: false });
    expect(await exported(empty)).toBe(before);
  });

  it('keep the books of every run as they were', async () => {
    const bench = await history();
    const before = (await bench.engine.runs.list({ limit: 20 })).items;
    await replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: false });
    expect((await bench.engine.runs.list({ limit: 20 })).items).toEqual(before);
  });

  it('put a page of an older run that comes late before them', async () => {
    const bench = benchOf([orders(10)]);
    await bench.run();
    bench.stream.pages = [orders(9), [order(10, 'late')]];
    await bench.ingest();
    const deliveries = await bench.receive();
    const ref = { source: 'shop', stream: 'orders', runId: 'run-2', runSeq: 2, pageIndex: 1 };
    const raw = (await bench.engine.raw.get((await bench.engine.ledger.get(ref))!.key))!;
    await bench.engine.raw.remove((await bench.engine.ledger.get(ref))!.key);
    for (const delivery of deliveries) await processMessage(bench.ports, { ...delivery, receives: 5 });
    bench.stream.pages = [[...orders(8), order(9, 'paid')]];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { deleted: 1 } });
    await bench.engine.raw.put((await bench.engine.ledger.get(ref))!.key, raw.meta, raw.body);
    await bench.engine.ledger.reopen(ref);
    await processMessage(bench.ports, { ...deliveries.find(({ body }) => JSON.stringify(body).includes('"pageIndex":1'))!, receives: 1 });
    expect(await bench.engine.reader.get('shop.orders.10')).toMatchObject({
      version: 3,
      deletedAt: expect.any(String),
      data: { state: 'late' },
    });
    expect(await bench.engine.reader.versions('shop.orders.10')).toMatchObject([{ deleted: true }, { version: 2 }, { version: 1 }]);
  });
});
