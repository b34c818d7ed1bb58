import type { Change, CuratedRecord } from '@twl/contracts';
import fc from 'fast-check';
import { BadCursorError, FeedExpiredError } from '../../../errors';
import { changesKeptMs } from '../../../storage/change-feed';
import type { Engine } from '../../../storage/engine';
import { makeVersion, makeWrite } from '../../factories';
import { present } from '../../present';
import { applyPage, revisionOf, useEngine, type OpenEngine } from '../opened-engine';

/** A consumer of a feed: the records that it has, and where it goes on. */
class Consumer {
  readonly records = new Map<string, CuratedRecord>();
  readonly seen: Change[] = [];
  next: string | undefined;

  constructor(private readonly feed: () => Engine['changeFeed']) {}

  /** Reads once, and applies what comes. */
  async read(limit = 1000, filter: { source?: string; stream?: string } = {}): Promise<boolean> {
    const { changes, next, more } = await this.feed().changes({ ...filter, limit, ...(this.next !== undefined && { after: this.next }) });
    expect(changes.length).toBeLessThanOrEqual(limit);
    for (const change of changes) this.#apply(change);
    this.next = next;
    return more;
  }

  async readAll(limit?: number, filter?: { source?: string; stream?: string }): Promise<void> {
    while (await this.read(limit, filter));
  }

  get kinds(): string {
    return this.seen
      .map(({ kind, recordId, version }) => `${kind} ${recordId?.split('.').at(-1) ?? ''}${version === null ? '' : ` ${version}`}`.trim())
      .join(', ');
  }

  #apply(change: Change): void {
    this.seen.push(change);
    const { kind, source, stream, recordId: id, record } = change;
    if (kind === 'reset')
      for (const [known, one] of this.records) if (one.source === source && one.stream === stream) this.records.delete(known);
    if (id !== null && record) {
      if (record.deletedAt === undefined) this.records.set(id, record);
      else this.records.delete(id);
    }
  }
}

/** What the change feed of every engine must do. */
export const changeFeedContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: change feed`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const consumer = () => new Consumer(() => engine().changeFeed);

    const stored = async (): Promise<CuratedRecord[]> => {
      const all: CuratedRecord[] = [];
      for await (const record of engine().reader.export({})) all.push(record);
      return all;
    };
    const expectSame = async ({ records }: Consumer): Promise<void> => {
      expect([...records.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(await stored());
    };
    /** Writes a record over what there is. */
    const write = async (key: string, version: number, given: { deleted?: true; wasShown?: boolean; stream?: string } = {}) => {
      const { deleted, wasShown, stream = 'orders' } = given;
      const expected = version === 1 ? null : await revisionOf(engine(), `shop.${stream}.${key}`);
      const fields = { key, stream, version, title: `v${version}`, data: { key, version } };
      const made = makeWrite({ ...fields, ...(deleted && { deletedAt: fields.data && '2026-01-31T12:00:00.000Z' }) }, { expected });
      return { ...made, ...(wasShown !== undefined && { wasShown }) };
    };

    it('gives each change once, in order, with the record as it is', async () => {
      const reader = consumer();
      await reader.readAll();
      await applyPage(engine(), [await write('1', 1), await write('2', 1)]);
      await reader.readAll();
      await applyPage(engine(), [await write('1', 2)]);
      await applyPage(engine(), [await write('2', 2, { deleted: true })]);
      await applyPage(engine(), [await write('2', 3, { wasShown: false })]);
      await reader.readAll();
      await reader.readAll();
      expect(reader.kinds).toMatch(/^(new|snapshot) 1 1, (new|snapshot) 2 1, changed 1 2, deleted 2 2, restored 2 3$/);
      expect(new Set(reader.seen.map(({ id }) => id)).size).toBe(5);
      await expectSame(reader);
    });

    it('begins with the records that there are, but for deleted ones', async () => {
      await applyPage(engine(), [await write('1', 1), await write('2', 1)]);
      await applyPage(engine(), [await write('2', 2, { deleted: true })]);
      const reader = consumer();
      await reader.readAll(1);
      expect(reader.kinds).toBe('snapshot 1 1');
      await applyPage(engine(), [await write('2', 3, { wasShown: false })]);
      await reader.readAll(1);
      expect(reader.kinds).toBe('snapshot 1 1, restored 2 3');
      await expectSame(reader);
    });

    it('goes on in the middle of a commit, and again from the same position', async () => {
      const reader = consumer();
      await applyPage(engine(), [await write('0', 1)]);
      await reader.readAll();
      await applyPage(engine(), await Promise.all(Array.from({ length: 7 }, (_, i) => write(String(i + 1), 1))));
      await reader.read(3);
      const position = present(reader.next);
      await reader.readAll(3);
      expect(reader.seen.map(({ version, recordId }) => `${recordId} ${version}`)).toHaveLength(8);
      const again = (await engine().changeFeed.changes({ limit: 2, after: position })).changes;
      expect(again.map(({ id }) => id)).toEqual(reader.seen.slice(4, 6).map(({ id }) => id));
    });

    it('is of the streams of a filter, and a stream that comes later is read from its beginning', async () => {
      await applyPage(engine(), [await write('1', 1)]);
      const [orders, all] = [consumer(), consumer()];
      await orders.readAll(10, { stream: 'orders' });
      await all.readAll();
      await applyPage(engine(), [await write('9', 1, { stream: 'items' })]);
      await orders.readAll(10, { stream: 'orders' });
      await all.readAll();
      expect([orders.records.size, all.records.size]).toEqual([1, 2]);
      await expectSame(all);
    });

    it('says nothing of what is not shown: observations of the same content, and generations that are built', async () => {
      await applyPage(engine(), [await write('1', 1)]);
      const reader = consumer();
      await reader.readAll();
      const fork = await engine().generations.fork('shop', 'orders');
      const newest = await engine().changeFeed.newest();
      await applyPage(engine(), [{ ...(await write('1', 2)), isUnchanged: true as const }]);
      await reader.readAll();
      expect(reader.kinds).toBe('snapshot 1 1');
      await applyPage(engine(), [await write('2', 1)]);
      expect(await engine().changeFeed.newest()).not.toBe(newest);
      await fork.discard();
    });

    it('begins a stream anew that a replay replaced', async () => {
      await applyPage(engine(), [await write('1', 1), await write('2', 1)]);
      const reader = consumer();
      await reader.readAll();
      const fork = await engine().generations.fork('shop', 'orders');
      await fork.promote();
      await reader.readAll(1);
      await applyPage(engine(), [await write('3', 1)]);
      await reader.readAll(1);
      expect(reader.kinds.replace(/^(snapshot \d 1, ){2}/, '')).toMatch(/^reset, (new|snapshot) 3 1$/);
      await expectSame(reader);
    });

    it('is kept for a week, and then says what to do', async () => {
      await applyPage(engine(), [await write('1', 1)]);
      const reader = consumer();
      await reader.readAll();
      await opened().advance(changesKeptMs - 1000);
      await applyPage(engine(), [await write('1', 2)]);
      const position = present(reader.next);
      await reader.readAll();
      expect(reader.kinds).toBe('snapshot 1 1, changed 1 2');
      await opened().advance(2000);
      await expect(engine().changeFeed.changes({ limit: 10, after: position })).rejects.toThrow(FeedExpiredError);
      await reader.readAll();
    });

    it('refuses a position that is not its own', async () => {
      await applyPage(engine(), [await write('1', 1)]);
      const { next } = await engine().changeFeed.changes({ limit: 1 });
      for (const query of [{ after: 'garbage' }, { after: next, source: 'shop' }])
        await expect(engine().changeFeed.changes({ limit: 1, ...query })).rejects.toThrow(BadCursorError);
    });

    it('leaves out nothing that is written while it is read, whatever the pages are', async () => {
      const step = fc.record({
        key: fc.integer({ min: 0, max: 9 }),
        deletes: fc.boolean(),
        limit: fc.integer({ min: 1, max: 4 }),
        reads: fc.nat(3),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          const reader = consumer();
          for (const { key, deletes, limit, reads } of steps) {
            const id = `shop.orders.${key}`;
            const current = (await engine().records.currents([id])).get(id);
            const version = (current?.version ?? 0) + 1;
            const wasShown = current !== undefined && current.record.deletedAt === undefined;
            const next = await write(String(key), version, { wasShown, ...(deletes && wasShown && { deleted: true as const }) });
            const versions = current ? [{ version: current.version, content: makeVersion({}) }] : [];
            const reading = (async () => {
              for (let i = 0; i < reads; i++) await reader.read(limit);
            })();
            await Promise.all([applyPage(engine(), [{ ...next, versions }]), reading]);
          }
          await reader.readAll(2);
          await expectSame(reader);
        }),
        { numRuns: 8 },
      );
    });
  });
};
