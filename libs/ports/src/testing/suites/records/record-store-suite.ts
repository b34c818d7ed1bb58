import { noCounts, type PageId } from '@twl/contracts';
import { makeCommit, makeFailure, makeOrder, makeRecord, makeVersion, makeWrite } from '../../factories';
import { applyPage, enter, revisionOf, start, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

const id = makeRecord().id;
const observationOf = (runSeq: number) => {
  const { order, at, rawRef } = makeVersion({ order: makeOrder({ runSeq }) });
  return { order, at, rawRef };
};

/** What every record store must do when it commits and when it is asked what it knows. */
export const recordStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: record store`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const records = () => opened().engine.records;
    const page = async (given?: { stream: string }): Promise<PageId> => enter(engine(), await start(engine(), given));

    describe('a new record', () => {
      it('is there with everything that was written of it', async () => {
        const content = makeVersion({
          order: makeOrder({ cursor: '2026-01-31', runSeq: 3, pageIndex: 2, itemIndex: 1 }),
          at: '2026-01-30T00:00:00.000Z',
          occurredAt: '2025-12-31T23:59:59Z',
          seen: [observationOf(4), observationOf(9)],
        });
        const write = makeWrite({ version: 1, firstSeenAt: '2026-01-01T00:00:00.000Z' }, { content });
        await applyPage(engine(), [write]);
        const head = {
          fingerprint: write.record.fingerprint,
          version: 1,
          order: content.order,
          newest: makeOrder({ runSeq: 9 }),
          revision: expect.any(Number),
        };
        expect(await records().heads([id])).toEqual(new Map([[id, head]]));
        expect(await records().currents([id])).toEqual(new Map([[id, { ...head, record: write.record, content: write.content }]]));
        expect(await records().history(id)).toEqual([write.content]);
        expect(await engine().reader.get(id)).toEqual(write.record);
      });

      it('is given whole with its head', async () => {
        await applyPage(engine(), [makeWrite(), makeWrite({ key: '2' })]);
        const ids = [id, makeRecord({ key: '2' }).id, 'shop.orders.none'];
        const heads = await records().heads(ids);
        expect(await records().currents(ids, heads)).toEqual(await records().currents(ids));
        heads.delete(id);
        expect([...(await records().currents(ids, heads)).keys()].sort()).toEqual(ids.slice(0, 2).sort());
      });

      it('was seen newest where it was first seen, when no later observation was kept', async () => {
        await applyPage(engine(), [makeWrite({}, { content: { order: makeOrder({ cursor: -1.5 }) } })]);
        expect((await records().heads([id])).get(id)).toMatchObject({ order: { cursor: -1.5 }, newest: { cursor: -1.5 } });
      });

      it('is in conflict when it exists already', async () => {
        await applyPage(engine(), [makeWrite({ title: 'first' })]);
        const commit = makeCommit(await page(), [makeWrite({ title: 'second' }), makeWrite({ key: '2' })]);
        expect(await records().commit(commit)).toEqual({ kind: 'conflict', ids: [id] });
        expect(await engine().reader.get(id)).toMatchObject({ title: 'first' });
      });
    });

    it('is written with the versions before it, when its first observations came late', async () => {
      const [a, b] = ['a', 'b'].map((name, i) => makeVersion({ data: { name }, order: makeOrder({ runSeq: i + 1 }) }));
      await applyPage(engine(), [makeWrite({ version: 2 }, { content: present(b), versions: [{ version: 1, content: present(a) }] })]);
      expect(await records().history(id)).toEqual([a, b]);
      expect((await engine().reader.versions(id)).map(({ version }) => version)).toEqual([2, 1]);
    });

    it('names those in conflict among many, and writes none of them', async () => {
      const keys = Array.from({ length: 70 }, (_, n) => `k${n}`);
      const there = ['k3', 'k25', 'k69'];
      await applyPage(
        engine(),
        there.map((key) => makeWrite({ key })),
      );
      const result = await records().commit(
        makeCommit(
          await page(),
          keys.map((key) => makeWrite({ key })),
        ),
      );
      expect(result).toEqual({ kind: 'conflict', ids: expect.arrayContaining(there.map((key) => `shop.orders.${key}`)) });
      expect(result).toMatchObject({ ids: { length: 3 } });
      expect(await engine().reader.tally()).toMatchObject([{ records: 3 }]);
    });

    describe('an amendment', () => {
      const refused = async () => {
        const lease = await start(engine());
        const ref = await enter(engine(), lease);
        const failure = makeFailure({ id: 'refused', runId: ref.runId, runSeq: ref.runSeq });
        const next = await enter(engine(), lease, { pageIndex: 1 });
        await records().commit(makeCommit(ref, [makeWrite({ key: '2' })], { failures: [failure] }));
        const { pages } = await records().progress(ref.source, ref.stream);
        return { next, where: { page: ref, failure: 'refused', at: makeRecord().updatedAt, pages } };
      };

      it('applies a refused record, resolves its failure and corrects the books', async () => {
        const { where } = await refused();
        expect(await records().amend({ ...where, outcome: 'new', write: makeWrite({ title: 'mended' }) })).toEqual({ kind: 'committed' });
        expect(await engine().reader.get(id)).toMatchObject({ title: 'mended' });
        expect(await engine().failures.get('refused')).toMatchObject({ status: 'resolved' });
        expect(await engine().ledger.get(where.page)).toMatchObject({ status: 'applied', counts: { fetched: 2, new: 2, quarantined: 0 } });
        const { bySource, totals } = await engine().reader.analytics({}, where.at);
        expect([bySource[0], totals.records]).toMatchObject([{ new: 2, quarantined: 0 }, 2]);
      });

      it('is made once, with or without a record to write', async () => {
        const { where } = await refused();
        expect(await records().amend({ ...where, outcome: 'unchanged' })).toEqual({ kind: 'committed' });
        expect(await records().amend({ ...where, outcome: 'new', write: makeWrite() })).toEqual({ kind: 'moved' });
        expect(await engine().reader.get(id)).toBeUndefined();
      });

      it('changes nothing when its record was written meanwhile', async () => {
        const { where } = await refused();
        await applyPage(engine(), [makeWrite({ stream: 'orders', title: 'first' })]).catch(() => undefined);
        const conflicting = makeWrite({ title: 'mended' }, { expected: 999 });
        const { pages } = await records().progress(where.page.source, where.page.stream);
        const amendment = { ...where, pages, outcome: 'changed' as const, write: conflicting };
        expect(await records().amend(amendment)).toEqual({ kind: 'conflict', ids: [id] });
        expect(await engine().failures.get('refused')).toMatchObject({ status: 'open' });
      });

      it('changes nothing when the stream has made progress meanwhile, though no record was written', async () => {
        const { where, next } = await refused();
        await records().commit(makeCommit(next));
        const amendment = { ...where, outcome: 'new' as const, write: makeWrite() };
        expect(await records().amend(amendment)).toEqual({ kind: 'conflict', ids: [] });
        const { pages } = await records().progress(where.page.source, where.page.stream);
        expect(await records().amend({ ...amendment, pages })).toEqual({ kind: 'committed' });
      });

      it('makes a commit that was decided before it a conflict', async () => {
        const { where, next } = await refused();
        const { amendments } = await records().progress(next.source, next.stream);
        await records().amend({ ...where, outcome: 'new', write: makeWrite() });
        expect(await records().commit(makeCommit(next, [], { amendments }))).toEqual({ kind: 'conflict', ids: [] });
        const now = await records().progress(next.source, next.stream);
        expect(await records().commit(makeCommit(next, [], { amendments: now.amendments }))).toEqual({ kind: 'committed' });
      });
    });

    describe('a changed record', () => {
      const change = async (given: Parameters<typeof makeWrite>[0], versions: Parameters<typeof makeWrite>[1] = {}) =>
        applyPage(engine(), [makeWrite(given, { expected: await revisionOf(engine(), id), ...versions })]);

      it('is replaced, with a higher revision', async () => {
        await applyPage(engine(), [makeWrite({ data: { a: 1 } })]);
        const before = await revisionOf(engine(), id);
        await change({ version: 2, data: { b: 2 }, fingerprint: 'md5:b', title: 'b' });
        expect(await engine().reader.get(id)).toMatchObject({ version: 2, data: { b: 2 }, title: 'b' });
        expect((await records().heads([id])).get(id)).toMatchObject({ fingerprint: 'md5:b', version: 2 });
        expect(await revisionOf(engine(), id)).toBeGreaterThan(before);
      });

      it('keeps the earlier versions that it is given, and those that it was given before', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((data, i) => makeVersion({ data: { data }, order: makeOrder({ runSeq: i + 1 }) }));
        await applyPage(engine(), [makeWrite({}, { content: present(a) })]);
        await change({ version: 2 }, { content: present(b), versions: [{ version: 1, content: present(a) }] });
        await change({ version: 3 }, { content: present(c), versions: [{ version: 2, content: present(b) }] });
        expect((await records().history(id)).map(({ data }) => data)).toEqual([{ data: 'a' }, { data: 'b' }, { data: 'c' }]);
      });

      it('has its earlier versions renumbered when one comes between', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((data, i) => makeVersion({ data: { data }, order: makeOrder({ runSeq: i + 1 }) }));
        await applyPage(engine(), [makeWrite({}, { content: present(a) })]);
        await change(
          { version: 2 },
          { content: present(c), versions: [{ version: 1, content: { ...present(a), seen: [observationOf(2)] } }] },
        );
        await change(
          { version: 3 },
          { content: present(c), versions: [present(a), present(b)].map((content, i) => ({ version: i + 1, content })) },
        );
        expect(await records().history(id)).toEqual([a, b, c]);
      });

      it('loses the numbers that are no longer in use', async () => {
        const [a, b] = ['a', 'b'].map((data) => makeVersion({ data: { data } }));
        await applyPage(engine(), [makeWrite({}, { content: present(a) })]);
        await change(
          { version: 3 },
          { content: present(b), versions: [present(a), present(a)].map((content, i) => ({ version: i + 1, content })) },
        );
        await change({ version: 2 }, { content: present(b), versions: [{ version: 2, content: null }] });
        expect(await records().history(id)).toEqual([a, b]);
      });

      it('is in conflict when it was written meanwhile, or is gone', async () => {
        await applyPage(engine(), [makeWrite({ title: 'first' })]);
        const read = await revisionOf(engine(), id);
        await change({ version: 2, title: 'second' });
        const zombie = makeWrite({ version: 2, title: 'zombie' }, { expected: read });
        const missing = makeWrite({ key: 'missing' }, { expected: read });
        const ids = [id, missing.record.id];
        expect(await records().commit(makeCommit(await page(), [zombie, missing]))).toEqual({ kind: 'conflict', ids });
        expect(await engine().reader.get(id)).toMatchObject({ title: 'second' });
      });
    });

    describe('a commit', () => {
      it('moves the page on by its chunk, then to its end', async () => {
        const ref = await page();
        await records().commit(makeCommit(ref, [makeWrite({ key: 'a' }), makeWrite({ key: 'b' })], { done: false }));
        expect(await engine().ledger.get(ref)).toMatchObject({ status: 'open', next: 2, counts: { fetched: 2, new: 2 } });
        const counts = { ...noCounts(), fetched: 3, filtered: 3 };
        await records().commit(makeCommit(ref, [], { from: 2, to: 5, counts }));
        expect(await engine().ledger.get(ref)).toMatchObject({ status: 'applied', next: 5, counts: { fetched: 5, new: 2, filtered: 3 } });
      });

      it('changes nothing when the page does not stand at its beginning', async () => {
        const ref = await page();
        const chunk = makeCommit(ref, [makeWrite({ key: 'a' })], { done: false });
        await records().commit(chunk);
        expect(await records().commit(chunk)).toEqual({ kind: 'moved' });
        expect(await records().commit(makeCommit(ref, [makeWrite({ key: 'b' })], { from: 2, to: 3 }))).toEqual({ kind: 'moved' });
        expect(await engine().reader.tally()).toEqual([{ source: 'shop', stream: 'orders', records: 1 }]);
      });

      it('changes nothing when the page is applied, or was never entered', async () => {
        const ref = await page();
        await records().commit(makeCommit(ref));
        expect(await records().commit(makeCommit(ref, [makeWrite()]))).toEqual({ kind: 'moved' });
        expect(await records().commit(makeCommit({ ...ref, pageIndex: 9 }, [makeWrite()]))).toEqual({ kind: 'moved' });
        expect(await engine().reader.get(id)).toBeUndefined();
      });

      it('is all or nothing', async () => {
        await applyPage(engine(), [makeWrite({ key: 'there' })]);
        const before = await engine().reader.analytics({}, '2026-01-31T12:10:00.000Z');
        const ref = await page();
        const writes = [makeWrite({ key: 'new' }), makeWrite({ key: 'there' })];
        present(writes[0]).versions.push({ version: 1, content: makeVersion() });
        const result = await records().commit(makeCommit(ref, writes, { failures: [makeFailure()] }));
        expect(result).toMatchObject({ kind: 'conflict' });
        expect(await engine().ledger.get(ref)).toMatchObject({ status: 'open', next: 0, counts: noCounts() });
        expect(await engine().failures.countOpen()).toBe(0);
        expect(await records().history('shop.orders.new')).toEqual([]);
        expect(await engine().reader.analytics({}, '2026-01-31T12:10:00.000Z')).toMatchObject({ totals: { ...before.totals, runs: 2 } });
      });

      it('is done once, however many workers try it at once', async () => {
        const ref = await page();
        const commit = makeCommit(ref, [makeWrite()]);
        const kinds = (await Promise.all([1, 2, 3].map(() => records().commit(commit)))).map(({ kind }) => kind);
        expect(kinds.sort()).toEqual(['committed', 'moved', 'moved']);
        expect(await engine().ledger.get(ref)).toMatchObject({ counts: { fetched: 1, new: 1 } });
      });

      it('enters the failures, and keeps the newest word on one that comes again', async () => {
        const ref = await page();
        await records().commit(makeCommit(ref, [], { failures: [makeFailure(), makeFailure({ id: 'other' })], done: false }));
        const again = makeFailure({ attempts: 2, detail: 'still missing' });
        await records().commit(makeCommit(ref, [], { from: 2, to: 3, failures: [again] }));
        expect(await engine().failures.get(again.id)).toEqual(again);
        expect(await engine().failures.countOpen()).toBe(2);
      });

      it('takes as many writes as it says', async () => {
        const writes = Array.from({ length: records().writesPerCommit }, (_, n) => makeWrite({ key: String(n) }));
        await applyPage(engine(), writes);
        const ids = writes.map(({ record }) => record.id);
        expect((await records().heads([...ids, 'shop.orders.none'])).size).toBe(writes.length);
      });

      it('keeps what it was given, whatever the giver does with it', async () => {
        const write = makeWrite({ data: { list: [1] } });
        await applyPage(engine(), [write]);
        (write.record.data['list'] as number[]).push(2);
        expect((await engine().reader.get(id))?.data).toEqual({ list: [1] });
      });
    });

    it('knows nothing of a record that is not there', async () => {
      expect(await records().heads([id])).toEqual(new Map());
      expect(await records().heads([])).toEqual(new Map());
      expect(await records().currents([id])).toEqual(new Map());
      expect(await records().history(id)).toEqual([]);
    });

    it('keeps streams apart', async () => {
      await applyPage(engine(), [makeWrite({ key: '1', title: 'order' })]);
      await applyPage(engine(), [makeWrite({ key: '1', stream: 'customers', title: 'customer' })]);
      expect(await engine().reader.get('shop.customers.1')).toMatchObject({ title: 'customer' });
      expect((await records().heads(['shop.orders.1', 'shop.customers.1'])).size).toBe(2);
    });

    it('keeps records apart whose names and keys would join to the same text', async () => {
      const names = [
        ['b', 'c.1', 'shop.b.c.1'],
        ['b.c', '1', 'shop.b~1c.1'],
        ['b~1c', '1', 'shop.b~01c.1'],
        ['', 'b.c.1', 'shop..b.c.1'],
      ] as const;
      for (const [stream, key, recordId] of names) await applyPage(engine(), [makeWrite({ stream, key, id: recordId, title: recordId })]);
      const ids = names.map(([, , recordId]) => recordId);
      expect([...(await records().currents(ids)).values()].map(({ record }) => record.title).sort()).toEqual([...ids].sort());
      for (const [stream, key, recordId] of names) {
        expect(await engine().reader.get(recordId)).toMatchObject({ id: recordId, stream, key });
        expect(await records().history(recordId)).toHaveLength(1);
      }
      const shown = await engine().reader.list({ sort: '-updatedAt', limit: 50 });
      expect(shown.items.map((item) => item.id).sort()).toEqual([...ids].sort());
    });
  });
};
