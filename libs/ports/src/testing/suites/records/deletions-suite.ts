import { noCounts, type RecordsQuery, type RunDeletions } from '@twl/contracts';
import { makeCommit, makeOrder, makePage, makeVersion, makeWrite } from '../../factories';
import { applyPage, enter, revisionOf, settle, start, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

const at = '2026-01-31T13:00:00.000Z';
const pending: RunDeletions = { state: 'pending', missing: 3, of: 4 };
const closing = { state: 'suspect', reason: '3 of 4', counts: noCounts() } as const;

/** What every engine must do with records that are deleted, and with runs that found some gone. */
export const deletionsContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: deletions`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const reader = () => engine().reader;
    const id = (key: string) => `shop.orders.${key}`;

    const tombstone = (key: string, given: { expected: number | null; wasShown?: boolean }) => {
      const earlier = makeVersion({ data: { id: key }, title: `order ${key}` });
      const content = { ...earlier, order: makeOrder({ runSeq: 2 }), at, fingerprint: 'deleted', deleted: true as const };
      const shown = { key, version: 2, updatedAt: at, fingerprint: 'deleted', deletedAt: at };
      return { ...makeWrite(shown, { expected: given.expected, content, versions: [{ version: 1, content: earlier }] }), ...given };
    };
    const remove = async (key: string) => applyPage(engine(), [tombstone(key, { expected: await revisionOf(engine(), id(key)) })]);
    const bringBack = async (key: string) => {
      const write = makeWrite({ key, version: 3 }, { expected: await revisionOf(engine(), id(key)) });
      return applyPage(engine(), [{ ...write, wasShown: false }]);
    };
    const fill = async () => {
      await applyPage(
        engine(),
        ['a', 'b', 'c'].map((key) => makeWrite({ key })),
      );
      await remove('b');
    };
    const listed = async (deleted?: RecordsQuery['deleted']) => {
      const { items } = await reader().list({ limit: 10, sort: 'updatedAt', ...(deleted && { deleted }) });
      return items.map(({ key }) => key).join('');
    };
    const exported = async (deleted?: RecordsQuery['deleted']) => {
      let keys = '';
      for await (const { key } of reader().export({ stream: 'orders', deleted })) keys += key;
      return keys;
    };
    const counted = async () => {
      const { totals, bySource } = await reader().analytics({}, at);
      return [totals.records, bySource[0]?.records, (await reader().tally())[0]?.records ?? 0];
    };

    describe('a deleted record', () => {
      it('is shown and counted only where it is asked for', async () => {
        await fill();
        expect([await listed(), await listed('include'), await listed('only')]).toEqual(['ac', 'acb', 'b']);
        expect([await exported(), await exported('include'), await exported('only')]).toEqual(['ac', 'abc', 'b']);
        expect(await counted()).toEqual([2, 2, 2]);
      });

      it('can be asked for by its id, and says since when it is gone', async () => {
        await fill();
        expect(await reader().get(id('b'))).toMatchObject({ deletedAt: at, data: { id: 'b' }, title: 'order b' });
        expect((await reader().get(id('a')))?.deletedAt).toBeUndefined();
        const versions = await reader().versions(id('b'));
        expect(versions).toMatchObject([
          { version: 2, deleted: true, validFrom: at, validTo: null },
          { version: 1, validTo: at },
        ]);
        expect('deleted' in present(versions[1])).toBe(false);
      });

      it('is known to whoever decides about it', async () => {
        await fill();
        const write = tombstone('b', { expected: 0 });
        expect((await engine().records.heads([id('b')])).get(id('b'))).toMatchObject({ fingerprint: 'deleted', version: 2 });
        const current = (await engine().records.currents([id('b')])).get(id('b'));
        expect(current).toMatchObject({ record: write.record, content: write.content });
        expect(await engine().records.history(id('b'))).toEqual([present(write.versions[0]).content, write.content]);
      });

      it('is shown and counted again when it comes back', async () => {
        await fill();
        await bringBack('b');
        expect([await listed(), await listed('only')]).toEqual(['abc', '']);
        expect(await counted()).toEqual([3, 3, 3]);
        expect((await reader().get(id('b')))?.deletedAt).toBeUndefined();
      });

      it('that nobody ever saw is not counted', async () => {
        await applyPage(engine(), [tombstone('never', { expected: null, wasShown: false })]);
        expect([await listed(), await listed('only'), await counted()]).toEqual(['', 'never', [0, 0, 0]]);
      });

      it('fills the pages of a list with those that are left', async () => {
        const keys = Array.from({ length: 20 }, (_, n) => String(n).padStart(2, '0'));
        await applyPage(
          engine(),
          keys.map((key) => makeWrite({ key })),
        );
        for (const key of keys.slice(3, 17)) await remove(key);
        const first = await reader().list({ limit: 4, sort: 'updatedAt' });
        const second = await reader().list({ limit: 4, sort: 'updatedAt', after: present(first.next) });
        expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(['00', '01', '02', '17', '18', '19']);
        expect(second.next).toBeNull();
      });

      it('is in a generation, and counted when that is shown', async () => {
        await fill();
        const generation = await engine().generations.fork('shop', 'orders');
        const ref = { source: 'shop', stream: 'orders', runId: 'again', runSeq: 1, pageIndex: 0 };
        const writes = [makeWrite({ key: 'a' }), tombstone('b', { expected: null, wasShown: false })];
        await generation.store.commit(makeCommit(ref, writes));
        const keys: string[] = [];
        for await (const { key, deletedAt } of generation.export()) keys.push(`${key} ${deletedAt}`);
        expect(keys).toEqual(['a undefined', `b ${at}`]);
        await generation.promote();
        expect([await listed(), await listed('only'), await counted()]).toEqual(['a', 'b', [1, 1, 1]]);
      });
    });

    describe('a page that is made of a run whose fetching has ended', () => {
      const fetched = async () => {
        const lease = await start(engine());
        await enter(engine(), lease);
        return { lease, derived: makePage(lease, { pageIndex: 1 }) };
      };

      it('is entered while the run is applied, and at no other time', async () => {
        const { lease, derived } = await fetched();
        expect(await engine().ledger.enterDerived(derived)).toBe(false);
        await engine().runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
        expect(await engine().ledger.enterDerived(derived)).toBe(true);
        expect(await engine().ledger.get(derived)).toEqual({ ...derived, status: 'open', next: 0, counts: noCounts() });
        await engine().runs.close(lease.runId, { state: 'succeeded', counts: noCounts(), at });
        expect(await engine().ledger.enterDerived({ ...derived, pageIndex: 2 })).toBe(false);
        expect(await engine().ledger.ofRun(lease.runId)).toHaveLength(2);
        expect(await engine().ledger.enterDerived({ ...derived, runId: 'none' })).toBe(false);
      });

      it('is entered once, and applied like any other', async () => {
        const { lease, derived } = await fetched();
        await engine().runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
        await engine().ledger.enterDerived(derived);
        const counts = { ...noCounts(), deleted: 2 };
        await engine().records.commit(makeCommit(derived, [], { to: 2, counts }));
        expect(await engine().ledger.enterDerived({ ...derived, key: 'another' })).toBe(true);
        expect(await engine().ledger.get(derived)).toMatchObject({ key: derived.key, status: 'applied', next: 2, counts });
      });
    });

    describe('a run that found records gone', () => {
      const suspect = async () => {
        const lease = await start(engine());
        await settle(engine(), lease);
        const other = await start(engine());
        await engine().runs.endFetch(other, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
        await engine().runs.close(other.runId, { ...closing, at, deletions: pending });
        return other.runId;
      };
      const confirmed = { from: 'pending', deletions: { ...pending, state: 'confirmed' } } as const;

      it('says so, and keeps saying so while its books are corrected', async () => {
        const run = await suspect();
        expect(await engine().runs.get(run)).toMatchObject({ state: 'suspect', deletions: pending });
        await engine().runs.amend(run, { state: 'partial', counts: noCounts() });
        expect((await engine().runs.list({ limit: 1 })).items).toMatchObject([{ state: 'partial', deletions: pending }]);
        const undone = { ...pending, state: 'undone' } as const;
        await engine().runs.amend(run, { ...closing, deletions: undone });
        expect(await engine().runs.get(run)).toMatchObject({ deletions: undone });
      });

      it('is taken up again once, and can be closed again', async () => {
        const run = await suspect();
        const taken = await Promise.all([1, 2, 3].map(() => engine().runDecisions.reopen(run, confirmed)));
        expect(taken.sort()).toEqual([false, false, true]);
        const reopened = await engine().runs.get(run);
        expect(reopened).toMatchObject({ phase: 'applying', state: 'running', finishedAt: null, deletions: confirmed.deletions });
        expect(reopened?.reason).toBeUndefined();
        expect((await engine().runs.unsettled()).map((one) => one.id)).toEqual([run]);
        const deletions = { ...pending, state: 'deleted' } as const;
        await engine().runs.close(run, { state: 'succeeded', counts: { ...noCounts(), deleted: 3 }, at, deletions });
        expect(await engine().runs.get(run)).toMatchObject({ phase: 'closed', finishedAt: at, counts: { deleted: 3 }, deletions });
        expect(await engine().runs.unsettled()).toEqual([]);
      });

      it('is not closed by whoever had not heard of the decision', async () => {
        const run = await suspect();
        await engine().runDecisions.reopen(run, confirmed);
        const closed = { state: 'suspect', counts: noCounts(), at, deletions: pending } as const;
        for (const from of [null, pending]) {
          expect(await engine().runs.close(run, { ...closed, from })).toMatchObject({ phase: 'applying', deletions: confirmed.deletions });
        }
        expect(await engine().runs.close(run, { ...closed, from: confirmed.deletions })).toMatchObject({
          phase: 'closed',
          deletions: pending,
        });
      });

      it('is not corrected by whoever had not heard of the decision', async () => {
        const run = await suspect();
        const amended = { ...closing, deletions: { ...pending, state: 'deleted' } } as const;
        for (const from of [null, { ...pending, at }]) {
          expect(await engine().runs.amend(run, { ...amended, from })).toMatchObject({ deletions: pending });
        }
        expect(await engine().runs.amend(run, { ...amended, from: pending })).toMatchObject({ deletions: { state: 'deleted' } });
      });

      it('is decided on once while its pages are applied', async () => {
        const run = await suspect();
        const deleting = { ...pending, state: 'deleting' } as const;
        expect(await engine().runDecisions.decide(run, { from: pending, deletions: deleting })).toBe(false);
        await engine().runDecisions.reopen(run, confirmed);
        expect(await engine().runDecisions.decide(run, { from: null, deletions: deleting })).toBe(false);
        const decision = { from: confirmed.deletions, deletions: deleting };
        const decided = await Promise.all([1, 2, 3].map(() => engine().runDecisions.decide(run, decision)));
        expect(decided.sort()).toEqual([false, false, true]);
        expect(await engine().runs.get(run)).toMatchObject({ phase: 'applying', state: 'running', deletions: deleting });
      });

      it('is not taken up beside another run of its stream, and keeps others from beginning', async () => {
        const run = await suspect();
        const next = await start(engine());
        expect(await engine().runDecisions.reopen(run, confirmed)).toBe(false);
        await settle(engine(), next);
        expect(await engine().runDecisions.reopen(run, { ...confirmed, from: 'deleted' })).toBe(false);
        expect(await engine().runDecisions.reopen(run, confirmed)).toBe(true);
        await expect(start(engine())).rejects.toThrow('overlap');
        await expect(start(engine(), { stream: 'other' })).resolves.toBeDefined();
      });
    });
  });
};
