import type { PageId } from '@twl/contracts';
import type { Generation } from '../../../storage/generation-store';
import { makeCommit, makeFailure, makeWrite } from '../../factories';
import { applyPage, enter, settle, start, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

const now = '2026-01-31T12:10:00.000Z';

/** What every record store must do with generations. */
export const generationContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: generations`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;

    const titles = async () => (await engine().reader.list({ limit: 50, sort: 'updatedAt' })).items.map(({ title }) => title);

    /** A stream with the records a and b, of one page each, and a generation of it. */
    const forked = async () => {
      const a = await applyPage(engine(), [makeWrite({ key: 'a', title: 'old a' })]);
      const b = await applyPage(engine(), [makeWrite({ key: 'b', title: 'old b' })]);
      return { a, b, generation: await engine().generations.fork('shop', 'orders') };
    };
    const replay = async ({ store }: Generation, page: PageId, key: string) =>
      expect(await store.commit(makeCommit(page, [makeWrite({ key, title: `new ${key}` })]))).toEqual({ kind: 'committed' });

    it('begins empty, with books of its own', async () => {
      const { a, generation } = await forked();
      expect(await generation.store.heads(['shop.orders.a'])).toEqual(new Map());
      await replay(generation, a, 'a');
      expect(await generation.store.commit(makeCommit(a, [makeWrite({ key: 'again' })]))).toEqual({ kind: 'moved' });
      expect((await generation.store.currents(['shop.orders.a'])).get('shop.orders.a')).toMatchObject({ record: { title: 'new a' } });
    });

    it('is not shown before it is promoted', async () => {
      const { a, generation } = await forked();
      const before = await engine().reader.analytics({}, now);
      await replay(generation, a, 'a');
      await generation.store.commit(makeCommit({ ...a, pageIndex: 1 }, [makeWrite({ key: 'c' })], { failures: [makeFailure()] }));
      const ids: string[] = [];
      for await (const { id } of generation.export()) ids.push(id);
      expect(ids).toEqual(['shop.orders.a', 'shop.orders.c']);
      expect(await titles()).toEqual(['old a', 'old b']);
      expect(await engine().reader.get('shop.orders.c')).toBeUndefined();
      expect((await engine().records.heads(['shop.orders.c'])).size).toBe(0);
      expect(await engine().reader.analytics({}, now)).toEqual(before);
      expect(await engine().failures.countOpen()).toBe(0);
      expect(await engine().reader.tally()).toEqual([{ source: 'shop', stream: 'orders', records: 2 }]);
    });

    it('is shown at once and alone when it is promoted', async () => {
      const { a, b, generation } = await forked();
      await applyPage(engine(), [makeWrite({ stream: 'customers', key: '1', title: 'customer' })]);
      await replay(generation, b, 'b');
      await replay(generation, a, 'a');
      await generation.promote();
      expect(await titles()).toEqual(['customer', 'new a', 'new b']);
      expect(await engine().reader.get('shop.orders.a')).toMatchObject({ title: 'new a' });
      expect(await engine().reader.analytics({}, now)).toMatchObject({ totals: { records: 3, sources: 1 }, bySource: [{ new: 3 }] });
      const exported: string[] = [];
      for await (const { title } of engine().reader.export({ stream: 'orders' })) exported.push(title);
      expect(exported).toEqual(['new a', 'new b']);
    });

    it('lets work go on in the books where it stands', async () => {
      const { a, b, generation } = await forked();
      await replay(generation, a, 'a');
      await generation.promote();
      expect(await engine().ledger.get(a)).toMatchObject({ status: 'applied', next: 1, counts: { new: 1 } });
      expect(await engine().ledger.get(b)).toMatchObject({ status: 'open', next: 0, counts: { new: 0 } });
      expect(await engine().records.commit(makeCommit(b, [makeWrite({ key: 'b', title: 'late b' })]))).toEqual({ kind: 'committed' });
      expect(await titles()).toEqual(['new a', 'late b']);
    });

    it('leaves a page that was given up as it is', async () => {
      const page = await enter(engine(), await start(engine()));
      await engine().ledger.park(page, makeFailure({ kind: 'page', runId: page.runId }));
      await engine().failures.mark('failure-1', 'discarded');
      const generation = await engine().generations.fork('shop', 'orders');
      await generation.promote();
      expect(await engine().ledger.get(page)).toMatchObject({ status: 'discarded' });
    });

    it('opens a parked page again, and resolves its failure', async () => {
      const page = await enter(engine(), await start(engine()));
      await engine().ledger.park(page, makeFailure({ kind: 'message', runId: page.runId }));
      const generation = await engine().generations.fork('shop', 'orders');
      await generation.promote();
      expect(await engine().ledger.get(page)).toMatchObject({ status: 'open', counts: { fetched: 0, quarantined: 0 } });
      expect(await engine().failures.get('failure-1')).toMatchObject({ status: 'resolved' });
    });

    it('brings its failures, and resolves those of its pages that it has not', async () => {
      const lease = await start(engine());
      const page = await enter(engine(), lease);
      const of = (id: string) => makeFailure({ id, runId: page.runId, runSeq: page.runSeq });
      await engine().records.commit(makeCommit(page, [], { failures: [of('mended'), of('still'), of('given up')] }));
      await engine().failures.mark('given up', 'discarded');
      await settle(engine(), lease);
      const elsewhere = await applyPage(engine(), [], { failures: [makeFailure({ id: 'elsewhere', runId: 'another run' })] });
      const generation = await engine().generations.fork('shop', 'orders');
      const failures = [{ ...of('still'), detail: 'again' }, of('given up'), of('fresh')];
      await generation.store.commit(makeCommit(page, [], { failures }));
      await generation.promote();
      const statuses = (await engine().failures.list({ limit: 50 })).items.map(({ id, status }) => `${id}: ${status}`);
      expect(statuses.sort()).toEqual(['elsewhere: open', 'fresh: open', 'given up: discarded', 'mended: resolved', 'still: open']);
      expect(await engine().failures.get('still')).toMatchObject({ detail: 'again' });
      expect(await engine().ledger.get(elsewhere)).toMatchObject({ status: 'open' });
    });

    it('is gone when it is discarded, and takes nothing more', async () => {
      const { a, generation } = await forked();
      await replay(generation, a, 'a');
      await generation.discard();
      expect(await generation.store.commit(makeCommit({ ...a, pageIndex: 9 }, [makeWrite({ key: 'c' })]))).toEqual({ kind: 'moved' });
      await generation.promote();
      await generation.discard();
      expect(await titles()).toEqual(['old a', 'old b']);
    });

    it('takes nothing more under its own name once it is promoted', async () => {
      const { a, b, generation } = await forked();
      await replay(generation, a, 'a');
      await generation.promote();
      expect(await generation.store.commit(makeCommit(b, [makeWrite({ key: 'b' })]))).toEqual({ kind: 'moved' });
      await generation.discard();
      expect(await titles()).toEqual(['new a']);
    });

    it('numbers the next run above every page it applied', async () => {
      const generation = await engine().generations.fork('shop', 'orders');
      await replay(generation, { source: 'shop', stream: 'orders', runId: 'lost', runSeq: 41, pageIndex: 0 }, 'a');
      await generation.promote();
      expect(await start(engine())).toMatchObject({ runSeq: 42 });
    });

    it('does not come into a walk that began before it', async () => {
      const { a, b, generation } = await forked();
      const first = await engine().reader.list({ limit: 1, sort: 'updatedAt' });
      await generation.store.commit(makeCommit(b, [makeWrite({ key: 'b' })]));
      await generation.store.commit(makeCommit(a, [makeWrite({ key: 'a', updatedAt: '2026-01-31T13:00:00.000Z' })]));
      await generation.promote();
      const second = await engine().reader.list({ limit: 1, sort: 'updatedAt', after: present(first.next) });
      expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(['old a', 'old b']);
      expect(second.next).toBeNull();
    });
  });
};
