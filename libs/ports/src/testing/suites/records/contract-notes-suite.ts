import type { Acceptance } from '@twl/contracts';
import type { Commit } from '../../../storage/record-store';
import { makeCommit, makeFailure, makeContractUpdate, makeWrite, someTime } from '../../factories';
import { enter, settle, start, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

/** What every record store must keep of what the pages of a stream taught, and of what was accepted. */
export const contractNotesContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: contract notes`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const records = () => engine().records;
    const contracts = () => engine().contracts;
    const generations = () => engine().generations;
    const updates = async (stream = 'orders') => (await contracts().contract('shop', stream)).updates;
    const acceptance = (given: Partial<Acceptance> = {}): Acceptance => ({
      ...{ source: 'shop', stream: 'orders', field: 'price', type: 'string', at: someTime, who: 'ada' },
      ...given,
    });

    /** Enters some pages of a new run. */
    const pages = async (count: number, stream = 'orders') => {
      const lease = await start(engine(), { stream });
      const entered = [];
      for (let pageIndex = 0; pageIndex < count; pageIndex++) entered.push(await enter(engine(), lease, { pageIndex }));
      await settle(engine(), lease);
      return entered;
    };
    const teach = async (page: Commit['page'], given: Partial<Commit> = {}) =>
      records().commit(makeCommit(page, [], { contractUpdate: makeContractUpdate(page), ...given }));

    it('are empty for a stream that nobody knows', async () => {
      expect(await contracts().contract('shop', 'orders')).toEqual({ updates: [], accepted: [] });
    });

    it('come back as they were, whatever fields are called', async () => {
      const [page] = await pages(1);
      const field = 'a\ud800.b\\.c[]\u0000é\uffff';
      const changes = [
        { field, change: 'changed', types: ['null', 'string'], before: ['number'], policy: 'quarantine', itemIndex: 7, sample: '"x' },
        { field: '__proto__', change: 'removed', types: [], always: false },
      ] as const;
      const update = makeContractUpdate(
        present(page),
        changes.map((one) => ({ ...one, types: [...one.types], before: [] })),
      );
      await teach(present(page), { contractUpdate: update });
      expect(await updates()).toEqual([update]);
    });

    it('are in the order of runs and pages, each stream by itself', async () => {
      const first = await pages(3);
      const second = await pages(1);
      const other = await pages(1, 'customers');
      for (const page of [...other, ...second, present(first[2]), present(first[0])]) await teach(page);
      expect((await updates()).map(({ page }) => [page.runSeq, page.pageIndex])).toEqual([
        [1, 0],
        [1, 2],
        [2, 0],
      ]);
      expect(await updates('customers')).toHaveLength(1);
    });

    it('are as whole as their commit: none of one that was refused', async () => {
      const [page] = await pages(1);
      await records().commit(makeCommit(present(page), [makeWrite()], { done: false }));
      expect(await teach(present(page))).toEqual({ kind: 'moved' });
      const again = makeCommit(present(page), [makeWrite()], { from: 1, to: 2, contractUpdate: makeContractUpdate(present(page)) });
      expect(await records().commit(again)).toMatchObject({ kind: 'conflict' });
      expect(await updates()).toEqual([]);
    });

    it('are one for a page: the newest', async () => {
      const [page] = await pages(1);
      await teach(present(page), { done: false });
      await teach(present(page), { contractUpdate: makeContractUpdate(present(page), [{ field: 'total' }]) });
      expect(await updates()).toEqual([makeContractUpdate(present(page), [{ field: 'total' }])]);
    });

    it('are those of the generation that is shown', async () => {
      const [page, later] = await pages(2);
      await teach(present(page));
      const generation = await generations().fork('shop', 'orders');
      expect((await generation.contracts.contract('shop', 'orders')).updates).toEqual([]);
      const update = makeContractUpdate(present(page), [{ field: 'total' }]);
      await generation.store.commit(makeCommit(present(page), [], { contractUpdate: update }));
      expect((await generation.contracts.contract('shop', 'orders')).updates).toEqual([update]);
      expect(await updates()).toEqual([makeContractUpdate(present(page))]);
      await generation.promote();
      await teach(present(later));
      expect(await updates()).toEqual([update, makeContractUpdate(present(later))]);
    });

    it('are unchanged by a generation that is given up', async () => {
      const [page] = await pages(1);
      await teach(present(page));
      const generation = await generations().fork('shop', 'orders');
      await generation.store.commit(makeCommit(present(page), [], { contractUpdate: makeContractUpdate(present(page), []) }));
      await generation.discard();
      expect(await updates()).toEqual([makeContractUpdate(present(page))]);
    });

    it('keep what was accepted first, of every stream by itself and in every generation', async () => {
      await contracts().accept(acceptance());
      await contracts().accept(acceptance({ who: 'grace' }));
      await contracts().accept(acceptance({ type: null, field: 'a\ud800\u0000' }));
      await contracts().accept(acceptance({ stream: 'customers' }));
      const { accepted } = await contracts().contract('shop', 'orders');
      expect(accepted.sort((a, b) => (a.type === null ? 1 : 0) - (b.type === null ? 1 : 0))).toEqual([
        acceptance(),
        acceptance({ type: null, field: 'a\ud800\u0000' }),
      ]);
      const generation = await generations().fork('shop', 'orders');
      expect((await generation.contracts.contract('shop', 'orders')).accepted).toHaveLength(2);
      await generation.promote();
      expect((await contracts().contract('shop', 'orders')).accepted).toHaveLength(2);
    });

    it('say of a page that was set aside what for, as long as it is', async () => {
      const [page] = await pages(1);
      const reason = async () => present((await engine().ledger.ofRun(present(page).runId))[0]).reason;
      expect(await reason()).toBeUndefined();
      await engine().ledger.park(present(page), makeFailure({ kind: 'page', runId: present(page).runId, reason: 'CONTRACT' }));
      expect([await reason(), present(await engine().ledger.get(present(page))).reason]).toEqual(['CONTRACT', 'CONTRACT']);
      await engine().ledger.reopen(present(page));
      expect(await reason()).toBeUndefined();
    });
  });
};
