import { recordSorts, type CuratedRecord, type RecordsQuery } from '@twl/contracts';
import type { Engine } from '../../../storage/engine';
import { WalkExpiredError } from '../../../errors';
import { walkMs } from '../../../storage/record-reader';
import type { Current } from '../../../storage/record-store';
import { makeCommit, makeWrite } from '../../factories';
import { applyPage, enter, revisionOf, settle, start, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

type Filter = Partial<Omit<RecordsQuery, 'cursor' | 'limit'>>;

const time = (n: number) => new Date(Date.parse('2026-01-01T00:00:00.000Z') + n * 60_000).toISOString();
const keyOf = (n: number) => String(n).padStart(3, '0');
const idOf = (n: number) => `shop.orders.${keyOf(n)}`;

/** Numbers below a bound, the same ones for the same seed. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

/** Writes a record again; given `deletedAt`, as one that the source no longer lists. */
const touch = async (engine: Engine, key: string, given: Partial<CuratedRecord>) => {
  const id = `shop.orders.${key}`;
  const { record, revision } = present((await engine.records.currents([id])).get(id));
  const { deletedAt: _, ...before } = record;
  const next = { ...before, version: record.version + 1, ...given };
  await applyPage(engine, [{ ...makeWrite(next, { expected: revision }), wasShown: record.deletedAt === undefined }]);
};

/** Remembers where unchanged content was seen once more. */
const seeAgain = async (engine: Engine, key: string) => {
  const id = `shop.orders.${key}`;
  const { record, content, revision } = (await engine.records.currents([id])).get(id) as Current;
  const observation = { order: { ...content.order, seq: content.order.runSeq + 9 }, at: content.at, rawRef: content.rawRef };
  const write = { record, content: { ...content, seen: [observation] }, expected: revision, versions: [], isUnchanged: true as const };
  const wasShown = record.deletedAt === undefined;
  await applyPage(engine, [{ ...write, wasShown }]);
};

/** Shows a new generation of the stream, with these records alone. */
const replaceAll = async (engine: Engine, keys: readonly string[], given: Partial<CuratedRecord>) => {
  const lease = await start(engine);
  const page = await enter(engine, lease);
  await engine.records.commit(makeCommit(page, []));
  await settle(engine, lease);
  const generation = await engine.generations.fork('shop', 'orders');
  await generation.store.commit(
    makeCommit(
      page,
      keys.map((key) => makeWrite({ key, ...given })),
    ),
  );
  await generation.promote();
};

/** Every record of a list; `between` writes after each page. */
const walkWith = async ({ reader }: Engine, query: Filter & { limit: number }, between: (round: number) => Promise<void>) => {
  const shown: CuratedRecord[] = [];
  let round = 0;
  for (let after: string | null | undefined; after !== null;) {
    const page = await reader.list({ sort: '-updatedAt', ...query, ...(after === undefined ? {} : { after }) });
    shown.push(...page.items);
    after = page.next;
    if (after !== null) await between(round++);
  }
  return shown;
};

/** A walk from the first page on shows each record once that was there when it began, as it was then. */
export const recordWalkContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: a walk during writes`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;

    const fill = async (count: number) =>
      applyPage(
        engine(),
        Array.from({ length: count }, (_, n) =>
          makeWrite({ key: keyOf(n), title: n % 3 ? 'paid' : 'open', updatedAt: time(n >> 2), occurredAt: time(count - (n >> 1)) }),
        ),
      );

    /** Any of what may happen to a stream between two pages of a list. */
    const happen = async (next: (below: number) => number, round: number) => {
      const key = keyOf(next(40));
      const later = { updatedAt: time(100 + round), occurredAt: time(next(60)), title: next(2) ? 'paid' : 'open' };
      const kind = next(8);
      if (kind < 3) return touch(engine(), key, later);
      if (kind === 3) return touch(engine(), key, { updatedAt: later.updatedAt, deletedAt: later.updatedAt });
      if (kind === 4) return touch(engine(), key, { title: later.title });
      if (kind === 5) return seeAgain(engine(), key);
      await applyPage(engine(), [makeWrite({ key: `new-${round}-${next(1e6)}`, ...later })]);
    };

    const filters: Filter[] = [
      {},
      { q: 'OPEN' },
      { stream: 'orders', deleted: 'include' },
      { deleted: 'only' },
      { 'updatedAt.gte': time(2), 'updatedAt.lt': time(105) },
      { 'occurredAt.lt': time(30), q: 'paid' },
    ];
    it.each(recordSorts.flatMap((sort) => filters.map((filter, i) => [{ sort, ...filter }, i] as const)))(
      'with %j is the list as it was at its start, whatever is written between the pages',
      async (query, seed) => {
        const next = numbers(1 + seed * 7 + recordSorts.indexOf(query.sort));
        await fill(40);
        await applyPage(engine(), [makeWrite({ stream: 'customers', key: '1', updatedAt: time(3), occurredAt: time(9) })]);
        for (const n of [3, 14, 27]) await touch(engine(), keyOf(n), { updatedAt: time(50), deletedAt: time(50) });
        const { items } = await engine().reader.list({ limit: 200, ...query });
        const shown = await walkWith(engine(), { limit: 1 + next(5), ...query }, async (round) => {
          for (let i = 0; i < 3; i++) await happen(next, 3 * round + i);
        });
        expect(shown).toEqual(items);
      },
    );

    it.each(recordSorts)('sorted by %s shows the generation that a replay replaced meanwhile', async (sort) => {
      await fill(20);
      const { items } = await engine().reader.list({ limit: 200, sort });
      const shown = await walkWith(engine(), { limit: 6, sort }, async (round) => {
        if (round === 0) await touch(engine(), keyOf(9), { updatedAt: time(99), occurredAt: time(99) });
        if (round === 1) await replaceAll(engine(), [keyOf(1), keyOf(2), 'new'], { updatedAt: time(50), occurredAt: time(2) });
        if (round === 2) await touch(engine(), keyOf(1), { updatedAt: time(98), occurredAt: time(98) });
      });
      expect(shown).toEqual(items);
      expect((await engine().reader.list({ limit: 200, sort })).items).toHaveLength(3);
    });

    it('shows what changes many times at one place', async () => {
      await fill(5);
      const { items } = await engine().reader.list({ limit: 200, sort: 'occurredAt' });
      const shown = await walkWith(engine(), { limit: 1, sort: 'occurredAt' }, async (round) => {
        for (let i = 0; i < 4; i++) for (const n of [0, 4]) await touch(engine(), keyOf(n), { title: `${round}.${i}` });
      });
      expect(shown).toEqual(items);
    });

    it('ends although there is always something newer', async () => {
      await fill(20);
      let n = 0;
      const shown = await walkWith(engine(), { limit: 7, sort: 'updatedAt' }, async () => {
        for (let i = 0; i < 10; i++) await applyPage(engine(), [makeWrite({ key: `more-${n++}`, updatedAt: time(2000 + n) })]);
      });
      expect(shown).toHaveLength(20);
    });

    it('goes on after any time where nothing has changed', async () => {
      await fill(20);
      const shown = await walkWith(engine(), { limit: 7, sort: 'updatedAt' }, async () => opened().advance(walkMs * 2));
      expect(shown).toHaveLength(20);
    });

    it.each<[string, (engine: Engine) => Promise<unknown>]>([
      ['a record has changed', (engine) => touch(engine, keyOf(9), { updatedAt: time(99) })],
      ['a replay has replaced the records', (engine) => replaceAll(engine, [keyOf(1)], { updatedAt: time(50) })],
    ])('is refused after its time when %s', async (_what, change) => {
      await fill(20);
      const first = await engine().reader.list({ limit: 1, sort: 'updatedAt' });
      await change(engine());
      await opened().advance(walkMs * 2);
      await engine().retention.removeAbandoned('shop', 'orders', 10_000);
      const rest = walkWithAll(engine(), present(first.next));
      await expect(rest).rejects.toThrow(WalkExpiredError);
      await expect(rest).rejects.toMatchObject({ code: 'CURSOR_EXPIRED', retryable: false });
    });

    const walkWithAll = async ({ reader }: Engine, from: string) => {
      for (let after: string | null = from; after !== null;) after = (await reader.list({ limit: 1, sort: 'updatedAt', after })).next;
    };

    it('shows a record again under its own revision once it is over', async () => {
      await fill(3);
      await touch(engine(), keyOf(1), { title: 'changed' });
      expect(await revisionOf(engine(), idOf(1))).toBeGreaterThan(0);
      const { items } = await engine().reader.list({ limit: 9, sort: 'updatedAt' });
      expect(items.map(({ title }) => title)).toEqual(['open', 'changed', 'paid']);
    });
  });
};
