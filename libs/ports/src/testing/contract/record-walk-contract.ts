import { recordSorts, type RecordSort } from '@twl/contracts';
import type { Engine } from '../../engine';
import type { Current } from '../../record-store';
import { makeWrite } from '../factories';
import { applyPage, revisionOf, useEngine, type OpenEngine } from './opened-engine';

const time = (n: number) => new Date(Date.parse('2026-01-01T00:00:00.000Z') + n * 60_000).toISOString();
const keyOf = (n: number) => String(n).padStart(3, '0');

/** Writes a record again, newer, and with an occurrence that lies elsewhere. */
const touch = async (engine: Engine, n: number, round: number) => {
  const key = keyOf(n);
  const expected = await revisionOf(engine, `shop.orders.${key}`);
  const record = { key, version: round + 2, updatedAt: time(1000 + round), occurredAt: time(round % 2 ? -round : 1000 + round) };
  await applyPage(engine, [makeWrite(record, { expected })]);
};

/** A walk from the first page on, with writes between the pages, shows each record once, and each that was left alone. */
export const recordWalkContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: a walk during writes`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;

    const fill = async (count: number) =>
      applyPage(
        engine(),
        Array.from({ length: count }, (_, n) => makeWrite({ key: keyOf(n), updatedAt: time(n >> 2), occurredAt: time(count - (n >> 1)) })),
      );

    /** Walks, lets `between` write after each page, and gives what was shown. */
    const walkWith = async (sort: RecordSort, between: (round: number) => Promise<void>) => {
      const shown: string[] = [];
      let round = 0;
      for (let after: string | null | undefined; after !== null;) {
        const page = await engine().reader.list({ limit: 7, sort, ...(after === undefined ? {} : { after }) });
        shown.push(...page.items.map(({ key }) => key));
        after = page.next;
        await between(round++);
      }
      return shown;
    };

    it.each(recordSorts)('sorted by %s shows each record at most once, and every one that is not written meanwhile', async (sort) => {
      await fill(60);
      const touched = new Set<string>();
      const shown = await walkWith(sort, async (round) => {
        for (const n of [round, 59 - round, 30]) {
          touched.add(keyOf(n));
          await touch(engine(), n, 3 * round + (n % 3));
        }
        const key = `new-${round}`;
        await applyPage(engine(), [makeWrite({ key, updatedAt: time(round * 2), occurredAt: time(round * 5) })]);
      });
      expect(shown).toEqual([...new Set(shown)]);
      const leftAlone = Array.from({ length: 60 }, (_, n) => keyOf(n)).filter((key) => !touched.has(key));
      expect(leftAlone.filter((key) => !shown.includes(key))).toEqual([]);
      expect(shown.filter((key) => key.startsWith('new-'))).toEqual([]);
    });

    it.each(recordSorts)('sorted by %s goes on showing a record of which only a sighting is remembered', async (sort) => {
      await fill(20);
      const remember = async (n: number) => {
        const id = `shop.orders.${keyOf(n)}`;
        const [{ record, content, revision }] = [...(await engine().records.currents([id])).values()] as [Current];
        const sighting = { order: { ...content.order, seq: content.order.seq + 9 }, at: content.at, rawRef: content.rawRef };
        await applyPage(engine(), [
          { record, content: { ...content, seen: [sighting] }, expected: revision, versions: [], isUnchanged: true },
        ]);
      };
      const changed = keyOf(9);
      const shown = await walkWith(sort, async (round) => {
        if (round > 0) return;
        for (const n of [1, 10, 19]) await remember(n);
        // What changed and is then seen again has changed all the same.
        await touch(engine(), 9, 1);
        await remember(9);
      });
      const left = Array.from({ length: 20 }, (_, n) => keyOf(n)).filter((key) => key !== changed);
      expect(left.filter((key) => !shown.includes(key))).toEqual([]);
      expect(shown).toEqual([...new Set(shown)]);
      expect(shown.filter((key) => key === changed).length).toBeLessThanOrEqual(1);
    });

    it('ends although there is always something newer', async () => {
      await fill(20);
      let n = 0;
      const shown = await walkWith('updatedAt', async () => {
        for (let i = 0; i < 10; i++) await applyPage(engine(), [makeWrite({ key: `more-${n++}`, updatedAt: time(2000 + n) })]);
      });
      expect(shown).toHaveLength(20);
    });
  });
};
