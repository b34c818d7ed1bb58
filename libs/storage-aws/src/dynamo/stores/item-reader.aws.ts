import { randomBytes } from 'node:crypto';
import { noCounts } from '@twl/contracts';
import type { Engine } from '@twl/ports';
import { makeBegin, makeCommit, makePage, makeVersion, makeWrite, ManualClock } from '@twl/ports/testing';
import { emulatedStores, type EmulatedStores } from '../../testing/emulated-stores';
import { expectDescribed, itemsIn } from '../../testing/read-table';
import { itemKinds } from '../items/described/item-kinds';
import { recordKey } from '../items/keys';

/** Text that does not compress: its body is stored in the bucket. */
const noise = randomBytes(40_000).toString('base64');

describe('items, read by people', () => {
  let opened: EmulatedStores;
  let engine: Engine;
  const seq = { next: 0 };

  beforeAll(async () => {
    opened = await emulatedStores({ clock: new ManualClock() });
    engine = opened.stores as unknown as Engine;
  });
  afterAll(() => opened.close());

  /** Applies a page of one record as a run of its own, measured as the worker does. */
  const apply = async (...[record, more]: Parameters<typeof makeWrite>): Promise<void> => {
    const begun = await engine.runs.begin(makeBegin({ id: `run-${++seq.next}` }));
    if (begun.kind !== 'started') throw new Error(begun.kind);
    const page = makePage(begun.lease);
    await engine.ledger.enter(begun.lease, page);
    const counts = { ...noCounts(), fetched: 2, changed: 1, duplicate: 1 };
    const commit = makeCommit(page, [makeWrite(record, more)], { counts });
    expect(await opened.clients.meter.measure(() => engine.records.commit(commit))).toEqual({ kind: 'committed' });
    const end = { state: 'complete', unmodified: noCounts(), bytesSaved: 0 } as const;
    await engine.runs.endFetch(begun.lease, end, { pages: 1, bytes: 2 });
    await engine.runs.close(begun.lease.runId, { state: 'succeeded', counts, at: '2026-01-31T12:05:00.000Z' });
  };

  const genOf = async (): Promise<string> => {
    const [stream] = await opened.stores.items.read({ pk: 'STREAMS', limit: 1, follows: false });
    return String(stream!.attributes['generation']);
  };

  const read = async (key: { pk: string; sk: string }, follows = false) =>
    (await opened.stores.items.read({ ...key, limit: 1, follows }))[0];

  it('show a record as readers see it, with its other attributes', async () => {
    await apply({ key: 'a', title: 'One', data: { big: 2n ** 60n } as never });
    const gen = await genOf();
    const item = await read(recordKey(gen, 'a'));
    const record = await engine.reader.get('shop.orders.a');
    expect(record).toBeDefined();
    expect(item).toMatchObject({
      ...{ item: 'record', key: { generation: gen, key: 'a', keyClass: 'y' }, stream: { source: 'shop', stream: 'orders' } },
      attributes: { fingerprint: record!.fingerprint, version: 1, updatedAt: record!.updatedAt, order: { pageIndex: 0, itemIndex: 0 } },
    });
    expect(item!.body).toEqual(record);
  });

  it('say that a body is in the bucket, and read it on request', async () => {
    await apply({ key: 'large', data: { noise } });
    const place = recordKey(await genOf(), 'large');
    const without = await read(place);
    expect(without).not.toHaveProperty('body');
    expect(opened.blobs.bodies.has(String(without!.attributes['bodyObject']))).toBe(true);
    expect((await read(place, true))!.body).toMatchObject({ data: { noise } });
  });

  it('show those of a partition in order, up to a limit', async () => {
    const gen = await genOf();
    const shards = await opened.stores.items.read({ pk: `G#${gen}`, limit: 3, follows: true });
    expect(shards.map(({ item, sk }) => [item, sk])).toEqual([
      ['time range', 'B'],
      ['counter shard', 'L0'],
      ['counter shard', 'L1'],
    ]);
    expect(shards[1]).toMatchObject({ attributes: { state: 'shown' } });
    expect(shards[1]).not.toHaveProperty('body');
    expect(shards[0]!.attributes['updatedFrom']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00.000Z$/);
    expect(await opened.stores.items.read({ pk: 'nowhere', limit: 3, follows: false })).toEqual([]);
    expect(await opened.stores.items.read({ pk: 'STREAMS', sk: 'nowhere', limit: 3, follows: false })).toEqual([]);
  });

  it('show the entries of index pages with their times', async () => {
    const pages = await opened.stores.items.read({ pk: `T#${await genOf()}#u`, limit: 10, follows: false });
    const { updatedAt } = (await engine.reader.get('shop.orders.a'))!;
    expect(new Set(pages.map(({ item }) => item))).toEqual(new Set(['index page']));
    expect(pages.flatMap(({ attributes }) => attributes['entries'])).toContainEqual({ time: updatedAt, key: 'a' });
  });

  it('are all described, those of a long history and of measured work too', async () => {
    const versions = Array.from({ length: 81 }, (_, n) => ({ version: n + 1, content: makeVersion() }));
    const revision = async () => (await engine.records.heads(['shop.orders.a'])).get('shop.orders.a')!.revision;
    await apply({ key: 'a', version: 82, title: 'Two' }, { expected: await revision(), versions });
    await apply({ key: 'a', version: 82, title: 'Three' }, { expected: await revision() });
    const seen = new Set<string>();
    expectDescribed(await itemsIn(opened), seen);
    expect([...seen]).toEqual(expect.arrayContaining(['record.h', 'past record.h', 'progress.duplicate', 'progress.uq_*']));
    const progress = itemKinds.find(({ name }) => name === 'progress')!;
    for (const name of Object.keys(progress.letters).filter((one) => one.startsWith('u') && one !== 'unchanged'))
      expect([...seen]).toContain(`progress.${name}`);
  });
});
