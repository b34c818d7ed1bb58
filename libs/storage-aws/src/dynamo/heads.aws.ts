import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { PageRef } from '@twl/ports';
import { makeBegin, makeCommit, makePage, makeWrite, ManualClock } from '@twl/ports/testing';
import { DynamoFaults } from '../testing/dynamo-faults';
import { emulatedStores, type EmulatedStores } from '../testing/emulated-stores';

describe('records in DynamoDB', () => {
  const clock = new ManualClock();
  let opened: EmulatedStores;
  let faults: DynamoFaults;
  let pages = 0;
  const page = async (): Promise<PageRef> => {
    const begun = await opened.stores.runs.begin(makeBegin({ id: `run-${++pages}`, stream: `s${pages}` }));
    if (begun.kind !== 'started') throw new Error(begun.kind);
    await opened.stores.ledger.enter(begun.lease, makePage(begun.lease));
    const { source, stream, run, seq } = begun.lease;
    return { source, stream, run, seq, index: 0 };
  };
  /** Writes records of a stream of their own, and gives their ids. */
  const fill = async (keys: readonly string[]) => {
    const { records } = opened.stores;
    const ref = await page();
    for (let from = 0; from < keys.length; from += records.writesPerCommit) {
      const some = keys.slice(from, from + records.writesPerCommit);
      const writes = some.map((key) => makeWrite({ key, stream: ref.stream }));
      const to = from + some.length;
      expect(await records.commit(makeCommit(ref, writes, { from, to, done: to === keys.length }))).toEqual({ kind: 'committed' });
    }
    return { ref, ids: keys.map((key) => `shop.${ref.stream}.${key}`) };
  };

  beforeAll(async () => {
    opened = await emulatedStores({ clock });
    faults = new DynamoFaults(opened.clients.dynamo);
  });
  afterAll(() => opened.close());

  it('that stand together are read by few queries, those that are not there too', async () => {
    const { ids } = await fill(Array.from({ length: 300 }, (_, n) => String(n + 1)));
    faults.requests.length = 0;
    const heads = await opened.stores.records.heads([...ids, ids[0]!.replace('.1', '.-1')]);
    expect([...heads.keys()].sort()).toEqual([...ids].sort());
    expect(faults.countOf('BatchGetItem')).toBe(0);
    expect(faults.countOf('Query')).toBeLessThanOrEqual(4);
  });

  it('that do not stand together are read one by one, as soon as that shows', async () => {
    const { ids } = await fill(Array.from({ length: 900 }, (_, n) => `${(n * 7919) % 1000}-${n}`));
    const wanted = ids.filter((_, n) => n % 18 === 0);
    faults.requests.length = 0;
    for (let i = 0; i < 3; i++) {
      const heads = await opened.stores.records.heads([...wanted, `${ids[0]!}x`]);
      expect([...heads.keys()].sort()).toEqual([...wanted].sort());
    }
    expect(faults.countOf('BatchGetItem')).toBe(3);
    expect(faults.countOf('Query')).toBeLessThanOrEqual(4);
  });

  it('of a generation that was given up are removed, but not at once', async () => {
    const { ref } = await fill(['a', 'b', 'c']);
    const { records, reader } = opened.stores;
    const kept = async () => {
      const { Items = [] } = await opened.clients.dynamo.send(new ScanCommand({ TableName: opened.table, ConsistentRead: true }));
      return Items.filter(({ pk }) => /^[DTCV]#/.test(pk!.S!)).length;
    };
    const before = await kept();
    const generation = await records.fork(ref.source, ref.stream);
    await generation.promote();
    await (await records.fork(ref.source, ref.stream)).discard();
    expect(await kept()).toBe(before);
    await clock.advance(601_000);
    const next = await records.fork(ref.source, ref.stream);
    expect(await kept()).toBeLessThan(before - 3);
    expect((await reader.list({ limit: 5, sort: 'updatedAt', stream: ref.stream })).items).toEqual([]);
    await next.discard();
  });
});
