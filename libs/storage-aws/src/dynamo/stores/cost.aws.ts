import { noCounts, pageIdOf, type PageId } from '@twl/contracts';
import type { Commit, Lease, RecordWrite } from '@twl/ports';
import { makeBegin, makeCommit, makeOrder, makePage, makeVersion, makeWrite, ManualClock } from '@twl/ports/testing';
import { requestsTo, type Usage } from '../../meter/usage';
import { emulatedStores, type EmulatedStores } from '../../testing/emulated-stores';

const perPage = 1000;
const body = 'quia et suscipit suscipit recusandae consequuntur expedita et cum reprehenderit molestiae ut ut quas totam nostrum';
const prices = { read: 0.125e-6, write: 0.625e-6 };

/** The cost of a million records, from a measurement of fewer. */
const dollarsPerMillion = ({ readUnits, writeUnits }: Usage, records: number): number =>
  ((readUnits * prices.read + writeUnits * prices.write) * 1e6) / records;

describe('the cost of a stream in DynamoDB', () => {
  let opened: EmulatedStores;
  let run = 0;
  beforeAll(async () => {
    opened = await emulatedStores({ clock: new ManualClock() });
  });
  afterAll(() => opened.close());

  const at = () => new Date(Date.parse('2026-01-31T12:00:00.000Z') + run * 300_000).toISOString();

  const write = (n: number, of: { page: PageId; expected: number | null; version: number }): RecordWrite => {
    const content = { order: makeOrder({ runSeq: of.page.runSeq, itemIndex: n }), at: at() };
    const data = { userId: 1 + (n % 10), id: n, title: `optio molestias id quia eum ${of.version}`, body };
    const record = { key: String(n), version: of.version, updatedAt: at(), occurredAt: '2026-01-31T12:05:00.000Z', data };
    const earlier = makeVersion({ ...content, data: { ...data, title: 'before' } });
    const versions = of.version > 1 ? [{ version: of.version - 1, content: earlier }] : [];
    return makeWrite({ ...record, firstSeenAt: '2026-01-31T12:05:00.000Z' }, { expected: of.expected, content, versions });
  };

  /** Applies a page as the pipeline does; `isChanged` is true for records that changed. */
  const apply = async (lease: Lease, pageIndex: number, isChanged: (n: number) => boolean): Promise<void> => {
    const { ledger, unapplied, records } = opened.stores;
    const entry = makePage(lease, { pageIndex, fetchedAt: at() });
    await ledger.enter(lease, entry);
    const { source, stream } = entry;
    const page = pageIdOf(entry);
    await ledger.get(page);
    await unapplied.lastPendingBefore(page);
    const { amendments } = await records.progress(source, stream);
    const numbers = Array.from({ length: perPage }, (_, n) => pageIndex * perPage + n + 1);
    const heads = await records.heads(numbers.map((n) => `shop.orders.${n}`));
    const changed = numbers.filter((n) => isChanged(n) || !heads.has(`shop.orders.${n}`));
    const isNew = heads.size === 0;
    if (!isNew)
      await records.currents(
        changed.map((n) => `shop.orders.${n}`),
        heads,
      );
    const perCommit = Math.floor(records.writesPerCommit / (isNew ? 1 : 2));
    for (let from = 0; from < changed.length || from === 0; from += perCommit) {
      const some = changed.slice(from, from + perCommit);
      const isLast = from + perCommit >= changed.length;
      const writes = some.map((n) => {
        const head = heads.get(`shop.orders.${n}`);
        return write(n, { page, expected: head?.revision ?? null, version: (head?.version ?? 0) + 1 });
      });
      const to = isLast ? perPage : from + perCommit;
      const counts = { ...noCounts(), fetched: to - from, new: isNew ? some.length : 0, changed: isNew ? 0 : some.length };
      const commit: Partial<Commit> = { from, to, done: isLast, counts, amendments, at: at() };
      expect(await records.commit(makeCommit(page, writes, commit))).toEqual({ kind: 'committed' });
    }
    await ledger.get(page);
    await opened.stores.runs.get(lease.runId);
    expect(await ledger.hasOpen(lease.runId)).toBe(false);
  };

  /** Makes a whole run of some pages, and returns its requests. */
  const measure = async (pages: number, isChanged: (n: number) => boolean): Promise<Usage> => {
    const { runs } = opened.stores;
    const { meter } = opened.clients;
    run += 1;
    let used: Usage | undefined;
    await meter.measure(async () => {
      const begun = await runs.begin(makeBegin({ id: `run-${run}`, at: at() }));
      if (begun.kind !== 'started') throw new Error(begun.kind);
      for (let index = 0; index < pages; index++) await apply(begun.lease, index, isChanged);
      await runs.endFetch(begun.lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages, bytes: 1 });
      await runs.close(begun.run.id, { state: 'succeeded', counts: noCounts(), at: at() });
      used = structuredClone(meter.current);
    });
    return used!;
  };

  it('stays within its limits for new, changed and unchanged records', async () => {
    const pages = 6;
    const records = pages * perPage;
    const shares: Record<string, (n: number) => boolean> = {
      new: () => true,
      '10 %': (n) => n % 10 === 0,
      '1 %': (n) => n % 100 === 0,
      '0 %': () => false,
    };
    const used: Record<string, Usage> = {};
    for (const [share, isChanged] of Object.entries(shares)) used[share] = await measure(pages, isChanged);
    const cost = Object.fromEntries(Object.entries(used).map(([share, usage]) => [share, dollarsPerMillion(usage, records)]));
    const requests = requestsTo(used['0 %']!, 'DynamoDB') / (records / 1000);
    const units = Object.entries(used).map(([share, { readUnits, writeUnits }]) => [share, readUnits / records, writeUnits / records]);
    process.stdout.write(`DynamoDB, dollars per million records: ${JSON.stringify({ cost, unitsPerRecord: units, requests })}\n`);
    expect(cost['new']).toBeLessThan(1.5);
    expect(cost['10 %']).toBeLessThan(0.4);
    expect(cost['1 %']).toBeLessThan(0.25);
    expect(requests).toBeLessThanOrEqual(12);
  });
});
