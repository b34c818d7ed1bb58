import { noCounts, pageIdOf, type PageId } from '@twl/contracts';
import { LeaseLostError } from '../../errors';
import { makeCommit, makeFailure, makePage, makeWrite, someTime } from '../factories';
import { enter, settle, start, useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

/** What every page ledger must do. */
export const pageLedgerContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: page ledger`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const ledger = () => opened().engine.ledger;
    const unapplied = () => opened().engine.unapplied;
    const finish = async (page: PageId) => expect(await engine().records.commit(makeCommit(page))).toEqual({ kind: 'committed' });

    describe('entering a page', () => {
      it('opens it in the books', async () => {
        const lease = await start(engine());
        const page = makePage(lease, { pageIndex: 3, key: 'raw/odd \u0000\ud800', bytes: 5_000_000_000 });
        await ledger().enter(lease, page);
        expect(await ledger().get(page)).toEqual({ ...page, status: 'open', next: 0, counts: noCounts() });
      });

      it('changes nothing the second time', async () => {
        const lease = await start(engine());
        const page = await enter(engine(), lease);
        await engine().records.commit(makeCommit(page, [makeWrite()], { done: false }));
        const before = await ledger().get(page);
        await ledger().enter(lease, makePage(lease, { sha256: 'f'.repeat(64), bytes: 99 }));
        expect(await ledger().get(page)).toEqual(before);
      });

      it('is refused under a lease that is lost or over', async () => {
        const lease = await start(engine());
        const taken = await engine().leases.takeOver(lease.runId, { owner: 'worker-2', at: '2026-02-01T00:00:00.000Z', leaseMs: 60_000 });
        await expect(enter(engine(), lease)).rejects.toThrow(LeaseLostError);
        const page = await enter(engine(), present(taken));
        await settle(engine(), present(taken));
        await expect(enter(engine(), present(taken), { pageIndex: 1 })).rejects.toThrow(LeaseLostError);
        expect(await ledger().ofRun(lease.runId)).toMatchObject([page]);
      });
    });

    describe('entering pages together', () => {
      it('opens those that are not in the books, and leaves the others as they are', async () => {
        const lease = await start(engine());
        const known = await enter(engine(), lease, { pageIndex: 1 });
        await finish(known);
        const pages = Array.from({ length: 45 }, (_, pageIndex) => makePage(lease, { pageIndex, key: `raw/${pageIndex}` }));
        await ledger().enterAll(lease, pages);
        const stored = await ledger().ofRun(lease.runId);
        expect(stored.map(({ pageIndex }) => pageIndex)).toEqual(pages.map(({ pageIndex }) => pageIndex));
        expect(stored.filter(({ status }) => status === 'applied').map(({ pageIndex }) => pageIndex)).toEqual([1]);
        expect(await ledger().get(present(pages[44]))).toEqual({ ...pages[44], status: 'open', next: 0, counts: noCounts() });
      });

      it('is refused under a lease that is lost', async () => {
        const lease = await start(engine());
        await engine().leases.takeOver(lease.runId, { owner: 'worker-2', at: '2026-02-01T00:00:00.000Z', leaseMs: 60_000 });
        const pages = [makePage(lease), makePage(lease, { pageIndex: 1 })];
        await expect(ledger().enterAll(lease, pages)).rejects.toThrow(LeaseLostError);
        expect(await ledger().ofRun(lease.runId)).toEqual([]);
      });
    });

    it('gives pages that it was told to expect, and knows what lies before them', async () => {
      const lease = await start(engine());
      const pages = [
        await enter(engine(), lease),
        await enter(engine(), lease, { pageIndex: 1 }),
        await enter(engine(), lease, { pageIndex: 2 }),
      ];
      await unapplied().prefetch([...pages, { ...lease, pageIndex: 9 }]);
      for (const page of pages) {
        expect(await ledger().get(page)).toMatchObject({ ...page, status: 'open', next: 0 });
        expect(await unapplied().lastPendingBefore(page)).toBeUndefined();
        await finish(page);
      }
      expect(await ledger().get({ ...lease, pageIndex: 9 })).toBeUndefined();
      await unapplied().prefetch(pages);
      expect(await ledger().get(present(pages[2]))).toMatchObject({ status: 'applied' });
    });

    it('does not know a page that was not entered', async () => {
      const lease = await start(engine());
      expect(await ledger().get({ ...lease, pageIndex: 0 })).toBeUndefined();
      expect(await ledger().ofRun(lease.runId)).toEqual([]);
    });

    it('gives the pages of a run by index', async () => {
      const lease = await start(engine());
      for (const pageIndex of [10, 2, 0]) await enter(engine(), lease, { pageIndex });
      await enter(engine(), await start(engine(), { stream: 'customers' }));
      expect((await ledger().ofRun(lease.runId)).map(({ pageIndex }) => pageIndex)).toEqual([0, 2, 10]);
    });

    it('says whether a page of a run is open', async () => {
      const lease = await start(engine());
      const other = await start(engine(), { stream: 'customers' });
      await enter(engine(), other);
      expect(await ledger().hasOpen(lease.runId)).toBe(false);
      const [first, second] = [await enter(engine(), lease), await enter(engine(), lease, { pageIndex: 1 })];
      await finish(second);
      expect(await ledger().hasOpen(lease.runId)).toBe(true);
      await ledger().park(first, makeFailure({ runId: first.runId, runSeq: first.runSeq, kind: 'page' }));
      expect(await ledger().hasOpen(lease.runId)).toBe(false);
      await ledger().reopen(first);
      expect(await ledger().hasOpen(lease.runId)).toBe(true);
    });

    it('gives the open pages of every stream, oldest first', async () => {
      const orders = await start(engine());
      const customers = await start(engine(), { stream: 'customers' });
      const older = await enter(engine(), orders, { pageIndex: 0, fetchedAt: '2026-01-31T12:00:03.000Z' });
      const early = await enter(engine(), customers, { pageIndex: 0, fetchedAt: '2026-01-31T12:00:01.000Z' });
      const middle = await enter(engine(), customers, { pageIndex: 1, fetchedAt: '2026-01-31T12:00:02.000Z' });
      const applied = await enter(engine(), orders, { pageIndex: 1, fetchedAt: '2026-01-31T12:00:00.000Z' });
      await finish(applied);
      expect(await unapplied().open(10)).toMatchObject([early, middle, older]);
      expect(await unapplied().open(2)).toMatchObject([early, middle]);
    });

    describe('a gap', () => {
      const pages = async () => {
        const lease = await start(engine());
        const first = await enter(engine(), lease, { pageIndex: 0 });
        const second = await enter(engine(), lease, { pageIndex: 1 });
        await settle(engine(), lease);
        const third = await enter(engine(), await start(engine()), { pageIndex: 0 });
        return { first, second, third };
      };
      const gaps = async (...refs: PageId[]) => Promise.all(refs.map((ref) => unapplied().lastPendingBefore(ref)));
      const at = ({ runSeq, pageIndex }: PageId) => ({ runSeq, pageIndex });

      it('is an earlier page that is open', async () => {
        const { first, second, third } = await pages();
        expect(await gaps(first, second, third)).toEqual([undefined, at(first), at(second)]);
        await finish(first);
        expect(await gaps(first, second, third)).toEqual([undefined, undefined, at(second)]);
        await finish(third);
        expect(await gaps(first, second, third)).toEqual([undefined, undefined, at(second)]);
        await finish(second);
        expect(await gaps(first, second, third)).toEqual([undefined, undefined, undefined]);
      });

      it('is an earlier page that is parked, until it is applied or given up', async () => {
        const { first, second, third } = await pages();
        await finish(second);
        await ledger().park(first, makeFailure({ ...failureOf(first), id: 'first' }));
        expect(await gaps(second, third)).toEqual([at(first), at(first)]);
        await engine().failures.mark('first', 'discarded');
        expect(await gaps(second, third)).toEqual([undefined, undefined]);
      });

      it('is not a page of another stream, nor a partly applied page itself', async () => {
        const { first } = await pages();
        await engine().records.commit(makeCommit(first, [makeWrite()], { done: false }));
        const other = await enter(engine(), await start(engine(), { stream: 'customers' }));
        expect(await gaps(first, other)).toEqual([undefined, undefined]);
      });
    });

    describe('parking', () => {
      it('sets an open page aside with its failure', async () => {
        const page = await enter(engine(), await start(engine()));
        await engine().records.commit(makeCommit(page, [makeWrite()], { done: false }));
        const failure = makeFailure({ ...failureOf(page), kind: 'message', reason: 'RAW_MISSING' });
        await ledger().park(page, failure);
        expect(await ledger().get(page)).toMatchObject({ status: 'parked', next: 1, counts: { fetched: 2, new: 1, quarantined: 1 } });
        const { bySource } = await engine().reader.analytics({}, someTime);
        expect(bySource).toMatchObject([{ source: 'shop', new: 1, quarantined: 1 }]);
        expect(await engine().failures.get(failure.id)).toEqual(failure);
        expect(await unapplied().open(10)).toEqual([]);
      });

      it('does nothing to a page of any other status', async () => {
        const page = await enter(engine(), await start(engine()));
        await finish(page);
        await ledger().park(page, makeFailure(failureOf(page)));
        expect(await ledger().get(page)).toMatchObject({ status: 'applied' });
        expect(await engine().failures.countOpen()).toBe(0);
      });

      it('keeps the failure of a page that nobody entered', async () => {
        const lease = await start(engine());
        const failure = makeFailure({ runId: lease.runId });
        await ledger().park({ ...lease, pageIndex: 7 }, failure);
        expect(await engine().failures.get(failure.id)).toEqual(failure);
        expect(await ledger().ofRun(lease.runId)).toEqual([]);
      });

      it('stops whoever still works on the page', async () => {
        const page = await enter(engine(), await start(engine()));
        await ledger().park(page, makeFailure(failureOf(page)));
        expect(await engine().records.commit(makeCommit(page, [makeWrite()]))).toEqual({ kind: 'moved' });
      });
    });

    describe('reopening', () => {
      it('brings a parked page back as far as it was applied', async () => {
        const page = await enter(engine(), await start(engine()));
        await engine().records.commit(makeCommit(page, [makeWrite()], { done: false }));
        await ledger().park(page, makeFailure(failureOf(page)));
        await ledger().reopen(page);
        expect(await ledger().get(page)).toMatchObject({ status: 'open', next: 1, counts: { fetched: 1, new: 1, quarantined: 0 } });
        expect((await engine().reader.analytics({}, someTime)).bySource).toMatchObject([{ new: 1, quarantined: 0 }]);
        expect(await engine().failures.countOpen()).toBe(0);
        expect(await engine().records.commit(makeCommit(page, [], { from: 1, to: 1 }))).toEqual({ kind: 'committed' });
      });

      it('adds up the attempts of a page that is parked again, and keeps the first refusal', async () => {
        const page = await enter(engine(), await start(engine()));
        await ledger().park(page, makeFailure({ ...failureOf(page), attempts: 5 }));
        const { reason, detail } = makeFailure(failureOf(page));
        await ledger().reopen(page);
        await ledger().park(page, makeFailure({ ...failureOf(page), reason: 'TRUNCATED', detail: 'cut' }));
        expect((await engine().failures.list({ limit: 2 })).items).toMatchObject([
          { status: 'open', attempts: 6, reason: 'TRUNCATED', detail: 'cut', first: { reason, detail } },
        ]);
      });

      it('does nothing to a page that is not parked', async () => {
        const page = await enter(engine(), await start(engine()));
        await finish(page);
        await ledger().reopen(page);
        expect(await ledger().get(page)).toMatchObject({ status: 'applied' });
        await ledger().reopen({ ...page, pageIndex: 99 });
        expect(await ledger().get({ ...page, pageIndex: 99 })).toBeUndefined();
      });
    });
  });
};

const failureOf = (page: PageId) => ({ ...pageIdOf(page), kind: 'page' as const });
