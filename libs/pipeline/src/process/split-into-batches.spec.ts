import { splitIntoBatches } from './split-into-batches';

const cut = async (source: string[][], limits: { size: number; weight: number }): Promise<string[]> => {
  async function* given(): AsyncGenerator<string[]> {
    yield* source;
  }
  const found: string[] = [];
  for await (const { items, isLast } of splitIntoBatches(given(), { ...limits, weigh: (item) => item.length }))
    found.push(`${items.join(' ')}${isLast ? '.' : ''}`);
  return found;
};

describe('batches', () => {
  it.each([
    ['nothing', [], ['.']],
    ['empty arrays', [[], []], ['.']],
    ['what fits', [['a', 'b'], ['c']], ['a b c.']],
    [
      'more items than one holds',
      [
        ['a', 'b', 'c', 'd'],
        ['e', 'f', 'g'],
      ],
      ['a b c', 'd e f', 'g.'],
    ],
    ['heavy items', [['aaaa', 'bbbb', 'cccc', 'd']], ['aaaa bbbb', 'cccc d.']],
    ['an item that is heavier than all may be', [['a', 'b'.repeat(20), 'c']], ['a', 'b'.repeat(20), 'c.']],
  ])('of %s', async (_, source, expected) => {
    expect(await cut(source, { size: 3, weight: 8 })).toEqual(expected);
  });
});
