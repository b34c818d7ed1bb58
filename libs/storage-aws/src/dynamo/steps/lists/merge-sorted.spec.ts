import fc from 'fast-check';
import { mergeSorted, type SortedList } from './merge-sorted';

const compare = (a: { time: number; id: string }, b: { time: number; id: string }): number =>
  a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id));

const entry = fc.record({ time: fc.integer({ min: 0, max: 20 }), id: fc.constantFrom('a', 'b', 'c') });
const all = async <T>(list: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
};

describe('sorted lists', () => {
  it.each([true, false])('become one, downwards: %s', async (isDown) => {
    const sign = isDown ? -1 : 1;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(entry), { maxLength: 6 }), async (lists) => {
        const sorted = lists.map((list): SortedList<{ time: number; id: string }> => {
          const own = [...list].sort((a, b) => sign * compare(a, b));
          return {
            bound: own[0]?.time ?? 10,
            open: async function* () {
              yield* own;
            },
          };
        });
        expect(await all(mergeSorted(sorted, { isDown, compare }))).toEqual(lists.flat().sort((a, b) => sign * compare(a, b)));
      }),
    );
  });

  it('are opened when they are due', async () => {
    const opened: number[] = [];
    const lists = [30, 10, 20].map((time) => ({
      bound: time,
      open: async function* () {
        opened.push(time);
        yield { time, id: 'x' };
      },
    }));
    const walk = mergeSorted(lists, { isDown: true, compare });
    expect((await walk.next()).value).toEqual({ time: 30, id: 'x' });
    expect(opened).toEqual([30]);
    await walk.next();
    expect(opened).toEqual([30, 20]);
  });
});
