import { mergeSorted } from './merge-sorted';

const merged = (...lists: number[][]): number[] => [
  ...mergeSorted(
    lists.map((list) => list.values()),
    (a, b) => a < b,
  ),
];

describe('sorted iterators', () => {
  it.each([
    [[], []],
    [[[], []], []],
    [
      [[1, 3, 5], [2, 4], []],
      [1, 2, 3, 4, 5],
    ],
    [
      [
        [1, 1],
        [1, 2],
      ],
      [1, 1, 1, 2],
    ],
  ])('yield their values in one order: %j', (lists, expected) => expect(merged(...lists)).toEqual(expected));

  it('yield equal values of the first iterator first, and read nothing in advance', () => {
    const taken: string[] = [];
    const list = function* (name: string, values: number[]): Generator<[number, string], void> {
      for (const value of values) {
        taken.push(`${name}${value}`);
        yield [value, name];
      }
    };
    const all = mergeSorted([list('a', [1, 2]), list('b', [1])], ([a], [b]) => a < b);
    expect(all.next().value).toEqual([1, 'a']);
    expect(taken).toEqual(['a1', 'b1']);
    expect([...all]).toEqual([
      [1, 'b'],
      [2, 'a'],
    ]);
  });
});
