import fc from 'fast-check';
import { indexPagesOf, indexPartitions, type IndexEntry } from '../../items/index-pages';
import type { TableItem } from '../../table/action';
import type { KeyRange, Table } from '../../table/table';
import { walkIndex } from './walk-index';

/** Items in memory, read like `Table.query` does. */
const tableOf = (items: readonly TableItem[]): Table => {
  const query = async function* ({ pk, from = '', to = '~', isDown }: KeyRange) {
    const found = items.filter((item) => item.pk === pk && from <= item.sk && item.sk <= to);
    yield found.sort((a, b) => (a.sk < b.sk ? -1 : 1) * (isDown ? -1 : 1));
  };
  return { query } as unknown as Table;
};

const walked = async (items: readonly TableItem[], stretch: { from: number; to: number; isDown: boolean }) => {
  const found: IndexEntry[] = [];
  for (const partition of indexPartitions('T', true))
    for await (const entry of walkIndex(tableOf(items), partition, stretch)) found.push(entry);
  return found;
};
const order = (a: IndexEntry, b: IndexEntry): number => a.time - b.time || (a.key < b.key ? -1 : Number(a.key > b.key));

describe('index pages', () => {
  const entries = fc.uniqueArray(
    fc.record({ time: fc.oneof(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.constantFrom(0, 1)), key: fc.string() }),
    { selector: ({ time, key }) => `${time} ${key}` },
  );

  it.each([true, false])('give every entry of a time span once, downwards: %s', async (isDown) => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 4 }), fc.integer({ min: -6_000_000, max: 6_000_000 }), async (commits, from) => {
        const items = commits.flatMap((some) => indexPagesOf('T', some, true));
        const stretch = { from, to: from + 4_000_000, isDown };
        const wanted = commits.flat().filter(({ time }) => stretch.from <= time && time <= stretch.to);
        expect((await walked(items, stretch)).sort(order)).toEqual(wanted.sort(order));
      }),
    );
  });

  it.each([true, false])('give the entries of one partition in their order, downwards: %s', async (isDown) => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 4 }), async (commits) => {
        const items = commits.flatMap((some) => indexPagesOf('T', some, true));
        for (const partition of indexPartitions('T', true)) {
          const found: IndexEntry[] = [];
          for await (const entry of walkIndex(tableOf(items), partition, { from: -1e7, to: 1e7, isDown })) found.push(entry);
          expect(found).toEqual([...found].sort((a, b) => (isDown ? -1 : 1) * order(a, b)));
        }
      }),
    );
  });

  it('are one for records of the same time', () => {
    const same = Array.from({ length: 90 }, (_, n) => ({ time: 5, key: String(n) }));
    expect(indexPagesOf('T', same)).toHaveLength(1);
    expect(indexPagesOf('T', [...same, { time: 6, key: 'x' }], true)).toHaveLength(2);
  });
});
