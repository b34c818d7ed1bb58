import { noCounts, type PageId } from '@twl/contracts';
import type { Lease } from '@twl/ports';
import { makeBegin, makeCommit, makeFailure, makePage, makeWrite, ManualClock, someTime } from '@twl/ports/testing';
import { DynamoFaults } from '../../testing/dynamo-faults';
import { emulatedStores, moreStores, type EmulatedStores } from '../../testing/emulated-stores';
import type { DynamoStores } from './dynamo-stores';

const idOf = (key: string) => `shop.orders.${key}`;

describe('two processes on one table', () => {
  let opened: EmulatedStores;
  let here: DynamoStores;
  let there: DynamoStores;
  let lease: Lease;
  beforeEach(async () => {
    opened = await emulatedStores({ clock: new ManualClock() });
    here = opened.stores;
    there = moreStores(opened, new ManualClock({ seed: 2 }));
    const begun = await here.runs.begin(makeBegin());
    if (begun.kind !== 'started') throw new Error(begun.kind);
    lease = begun.lease;
  });
  afterEach(() => opened.close());

  const page = async (pageIndex: number): Promise<PageId> => {
    await here.ledger.enter(lease, makePage(lease, { pageIndex }));
    return { source: 'shop', stream: 'orders', runId: lease.runId, runSeq: 1, pageIndex };
  };
  const titles = async ({ reader }: DynamoStores) =>
    (await reader.list({ limit: 50, sort: 'updatedAt' })).items.map(({ title }) => title).sort();

  /** Shows a generation with one record in place of the current one, in one process, while the other does not know of it. */
  const replace = async (first: PageId) => {
    const generation = await here.generations.fork('shop', 'orders');
    expect(await generation.store.commit(makeCommit(first, [makeWrite({ key: 'a', title: 'new a' })]))).toEqual({ kind: 'committed' });
    await generation.promote();
  };

  it('write into the generation that is shown, even if it was replaced a moment ago', async () => {
    const [first, second] = [await page(0), await page(1)];
    expect(await there.records.commit(makeCommit(first, [makeWrite({ key: 'a', title: 'old a' })]))).toEqual({ kind: 'committed' });
    await replace(first);
    expect(await there.records.commit(makeCommit(second, [makeWrite({ key: 'b', title: 'b' })]))).toEqual({ kind: 'committed' });
    expect([await titles(here), await titles(there)]).toEqual([
      ['b', 'new a'],
      ['b', 'new a'],
    ]);
    expect(await here.ledger.get(second)).toMatchObject({ status: 'applied', counts: { new: 1 } });
  });

  it('decide again what they decided on the generation before', async () => {
    const [first, second] = [await page(0), await page(1)];
    await there.records.commit(makeCommit(first, [makeWrite({ key: 'a', title: 'old a' })]));
    const { amendments } = await there.records.progress('shop', 'orders');
    const { revision } = (await there.records.heads([idOf('a')])).get(idOf('a'))!;
    await replace(first);
    const late = makeWrite({ key: 'a', title: 'late', version: 2 }, { expected: revision });
    expect(await there.records.commit(makeCommit(second, [late], { amendments }))).toEqual({ kind: 'conflict', ids: [] });
    expect(await there.records.commit(makeCommit(second, [late]))).toEqual({ kind: 'conflict', ids: [idOf('a')] });
    expect(await titles(there)).toEqual(['new a']);
  });

  it('finish an interrupted promotion before they rely on it', async () => {
    const [first, second] = [await page(0), await page(1)];
    await here.records.commit(makeCommit(first, [], { failures: [makeFailure({ runId: lease.runId })] }));
    await here.records.commit(makeCommit(second));
    const generation = await here.generations.fork('shop', 'orders');
    await generation.store.commit(makeCommit(first, [makeWrite({ key: 'a' })]));
    const faults = new DynamoFaults(opened.clients.dynamo);
    const cut = () => Promise.reject(Object.assign(new Error('gone'), { name: 'Gone', $fault: 'client' }));
    faults.next('Query', cut);
    await expect(generation.promote()).rejects.toThrow('gone');
    expect(await titles(there)).toHaveLength(1);
    expect(await there.unapplied.lastPendingBefore({ ...second, pageIndex: 9 })).toEqual({ runSeq: 1, pageIndex: 1 });
    expect(await there.failures.get('failure-1')).toMatchObject({ status: 'resolved' });
    expect(await there.failures.countOpen()).toBe(0);
    expect((await there.unapplied.open(10)).map(({ pageIndex }) => pageIndex)).toEqual([1]);
  });

  it('judge a gap by the generation that is shown', async () => {
    const [first, second, third] = [await page(0), await page(1), await page(2)];
    await there.records.commit(makeCommit(first, [makeWrite({ key: 'a' })]));
    await there.records.commit(makeCommit(second));
    expect(await there.unapplied.lastPendingBefore(third)).toBeUndefined();
    await replace(first);
    expect(await there.records.commit(makeCommit(third))).toEqual({ kind: 'moved' });
    expect(await there.ledger.get(third)).toMatchObject({ status: 'open' });
    expect(await there.unapplied.lastPendingBefore(third)).toEqual({ runSeq: 1, pageIndex: 1 });
    expect(await there.records.commit(makeCommit(third))).toEqual({ kind: 'committed' });
  });

  it('read the pages of a batch together, and what precedes each once', async () => {
    const pages = [await page(0), await page(1), await page(2)];
    const faults = new DynamoFaults(opened.clients.dynamo);
    await there.unapplied.prefetch(pages);
    const asked = faults.requests.length;
    for (const ref of pages) {
      expect(await there.ledger.get(ref)).toMatchObject({ status: 'open' });
      expect(await there.unapplied.lastPendingBefore(ref)).toBeUndefined();
      expect(await there.records.commit(makeCommit(ref))).toEqual({ kind: 'committed' });
    }
    const more = faults.requests.slice(asked).map(({ operation }) => operation);
    // The shards, and the first minute with a count.
    expect(more.filter((operation) => operation !== 'TransactWriteItems')).toEqual(['BatchGetItem', 'UpdateItem']);
  });

  it('do not trust a prefetched page that the other applied meanwhile', async () => {
    const [first, second, third] = [await page(0), await page(1), await page(2)];
    await there.unapplied.prefetch([second, third]);
    expect(await there.unapplied.lastPendingBefore(third)).toEqual({ runSeq: 1, pageIndex: 1 });
    for (const ref of [first, second]) await here.records.commit(makeCommit(ref, [makeWrite({ key: String(ref.pageIndex) })]));
    expect(await there.ledger.get(second)).toMatchObject({ status: 'open', next: 0 });
    expect(await there.records.commit(makeCommit(second, [makeWrite({ key: 'twice' })]))).toEqual({ kind: 'moved' });
    expect(await there.ledger.get(second)).toMatchObject({ status: 'applied' });
    expect(await there.unapplied.lastPendingBefore(third)).toBeUndefined();
  });

  it('do not trust prefetched pages of a generation that was replaced', async () => {
    const [first, second, third] = [await page(0), await page(1), await page(2)];
    for (const ref of [first, second]) await here.records.commit(makeCommit(ref));
    await there.unapplied.prefetch([third, second]);
    await there.ledger.get(third);
    expect(await there.unapplied.lastPendingBefore(third)).toBeUndefined();
    await replace(first);
    expect(await there.records.commit(makeCommit(third))).toEqual({ kind: 'moved' });
    expect(await there.unapplied.lastPendingBefore(third)).toEqual({ runSeq: 1, pageIndex: 1 });
  });

  it('decide again what they decided by cached shards, before the other amended', async () => {
    const [first, second] = [await page(0), await page(1)];
    await here.records.commit(
      makeCommit(first, [], { failures: [makeFailure({ runId: lease.runId })], counts: { ...noCounts(), fetched: 1, quarantined: 1 } }),
    );
    const known = await there.records.progress('shop', 'orders');
    const { pages } = await here.records.progress('shop', 'orders');
    const amendment = { page: first, failure: 'failure-1', outcome: 'new' as const, write: makeWrite({ key: 'a' }), at: someTime, pages };
    expect(await here.records.amend(amendment)).toEqual({ kind: 'committed' });
    const { amendments } = await there.records.progress('shop', 'orders');
    expect(amendments).toBe(known.amendments);
    expect(await there.records.commit(makeCommit(second, [], { amendments }))).toEqual({ kind: 'conflict', ids: [] });
    const now = await there.records.progress('shop', 'orders');
    expect(await there.records.commit(makeCommit(second, [], { amendments: now.amendments }))).toEqual({ kind: 'committed' });
  });

  it('do not lose a page that was opened again', async () => {
    const [first, second, third] = [await page(0), await page(1), await page(2)];
    for (const ref of [first, second]) await there.records.commit(makeCommit(ref, []));
    await there.ledger.get(third);
    await replace(first);
    expect((await there.unapplied.open(10)).map(({ pageIndex }) => pageIndex)).toEqual([1, 2]);
    expect((await here.unapplied.open(10)).map(({ pageIndex }) => pageIndex)).toEqual([1, 2]);
    expect(await there.ledger.hasOpen(lease.runId)).toBe(true);
  });

  it('stay in shards of their own, so that few of their commits are refused', async () => {
    const faults = new DynamoFaults(opened.clients.dynamo);
    const pages: PageId[] = [];
    for (let index = 0; index < 30; index++) pages.push(await page(index));
    const before = faults.countOf('TransactWriteItems');
    const apply = async (stores: DynamoStores, own: PageId[]) => {
      for (const ref of own) await stores.records.commit(makeCommit(ref, [makeWrite({ key: String(ref.pageIndex) })]));
    };
    await Promise.all([apply(here, pages.slice(0, 15)), apply(there, pages.slice(15))]);
    expect(faults.countOf('TransactWriteItems') - before).toBeLessThan(36);
    expect(await titles(here)).toHaveLength(30);
  });

  it('begin one run between them', async () => {
    const begun = await Promise.all(
      [here, there, here, there].map(({ runs }, n) => runs.begin(makeBegin({ id: `r${n}`, stream: 'other' }))),
    );
    expect(begun.map(({ kind }) => kind).sort()).toEqual(['overlap', 'overlap', 'overlap', 'started']);
    expect(new Set(begun.map(({ run }) => run.seq)).size).toBe(4);
  });
});
