import type { PageId } from '@twl/contracts';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { walkMs } from '@twl/ports';
import { makeBegin, makeCommit, makePage, makeWrite, ManualClock } from '@twl/ports/testing';
import { DynamoFaults } from '../../testing/dynamo-faults';
import { emulatedStores, type EmulatedStores } from '../../testing/emulated-stores';
import { sidOf } from '../items/keys';

describe('records in DynamoDB', () => {
  const clock = new ManualClock();
  let opened: EmulatedStores;
  let faults: DynamoFaults;
  let pages = 0;
  const page = async (): Promise<PageId> => {
    const begun = await opened.stores.runs.begin(makeBegin({ id: `run-${++pages}`, stream: `s${pages}` }));
    if (begun.kind !== 'started') throw new Error(begun.kind);
    await opened.stores.ledger.enter(begun.lease, makePage(begun.lease));
    const { source, stream, runId, runSeq } = begun.lease;
    return { source, stream, runId, runSeq, pageIndex: 0 };
  };
  /** Writes records of a stream of their own, and returns their ids. */
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

  it('with close keys are read by few queries, missing ones too', async () => {
    const { ids } = await fill(Array.from({ length: 300 }, (_, n) => String(n + 1)));
    faults.requests.length = 0;
    const heads = await opened.stores.records.heads([...ids, ids[0]!.replace('.1', '.-1')]);
    expect([...heads.keys()].sort()).toEqual([...ids].sort());
    expect(faults.countOf('BatchGetItem')).toBe(0);
    expect(faults.countOf('Query')).toBeLessThanOrEqual(4);
  });

  it('with scattered keys are read one by one, as soon as that shows', async () => {
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
    const { generations, reader } = opened.stores;
    const kept = async () => {
      const { Items = [] } = await opened.clients.dynamo.send(new ScanCommand({ TableName: opened.table, ConsistentRead: true }));
      return Items.filter(({ pk }) => /^[DTCV]#/.test(pk!.S!)).length;
    };
    const before = await kept();
    const generation = await generations.fork(ref.source, ref.stream);
    await generation.promote();
    await (await generations.fork(ref.source, ref.stream)).discard();
    expect(await kept()).toBe(before);
    await clock.advance(walkMs + 601_000);
    const next = await generations.fork(ref.source, ref.stream);
    expect(await kept()).toBeLessThan(before - 3);
    expect((await reader.list({ limit: 5, sort: 'updatedAt', stream: ref.stream })).items).toEqual([]);
    await next.discard();
  });

  describe('of an abandoned generation', () => {
    const hours = 3_600_000;
    const itemsOf = async (gen: string) => {
      const { Items = [] } = await opened.clients.dynamo.send(new ScanCommand({ TableName: opened.table, ConsistentRead: true }));
      return Items.filter(({ pk }) => /^[DTCVB]#/.test(pk!.S!) && pk!.S!.includes(`#${gen}`)).length;
    };
    const left = async () => {
      const { ref } = await fill(['a']);
      const generation = await opened.stores.generations.fork(ref.source, ref.stream);
      const writes = Array.from({ length: 30 }, (_, n) => makeWrite({ key: String(n), stream: ref.stream }));
      expect(await generation.store.commit(makeCommit(ref, writes, { done: false }))).toEqual({ kind: 'committed' });
      const more = (from: number) => generation.store.commit(makeCommit(ref, [], { from, to: from + 1, done: false }));
      return { ref, generation, more, gen: `${sidOf(ref.source, ref.stream)}.2` };
    };
    const remove = ({ source, stream }: PageId, limit: number) => opened.stores.retention.removeAbandoned(source, stream, limit);

    it('are removed step by step after hours without a heartbeat, and what is shown stays', async () => {
      const { ref, gen } = await left();
      await clock.advance(5 * hours);
      expect(await remove(ref, 1000)).toBe(0);
      await clock.advance(2 * hours);
      expect(await remove(ref, 1000)).toBe(0);
      await clock.advance(walkMs + 601_000);
      const before = await itemsOf(gen);
      expect(before).toBeGreaterThan(30);
      expect([await remove(ref, 20), await itemsOf(gen)]).toEqual([20, before - 20]);
      expect([await remove(ref, 1000), await itemsOf(gen)]).toEqual([before - 20, 0]);
      expect(await remove(ref, 1000)).toBe(0);
      const { items } = await opened.stores.reader.list({ limit: 50, sort: 'updatedAt', stream: ref.stream });
      expect(items.map(({ key }) => key)).toEqual(['a']);
    });

    it('stay as long as it has a heartbeat', async () => {
      const { ref, generation, more } = await left();
      for (let from = 30; from < 33; from++) {
        await clock.advance(4 * hours);
        expect(await more(from)).toEqual({ kind: 'committed' });
        expect(await remove(ref, 1000)).toBe(0);
      }
      await generation.promote();
      const { items } = await opened.stores.reader.list({ limit: 50, sort: 'updatedAt', stream: ref.stream });
      expect(items).toHaveLength(30);
    });

    it('are not added to, nor shown, by a process that comes back', async () => {
      const { ref, generation, more } = await left();
      await clock.advance(7 * hours);
      await remove(ref, 1000);
      expect(await more(30)).toEqual({ kind: 'moved' });
      await expect(generation.promote()).rejects.toMatchObject({ code: 'GENERATION_ABANDONED', retryable: false });
      const { items } = await opened.stores.reader.list({ limit: 50, sort: 'updatedAt', stream: ref.stream });
      expect(items.map(({ key }) => key)).toEqual(['a']);
    });
  });
});
