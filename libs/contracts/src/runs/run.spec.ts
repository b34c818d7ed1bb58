import { addCounts, isBalanced, noCounts } from './run';

describe('counts', () => {
  it('balance when every fetched record has one outcome', () => {
    expect(isBalanced({ ...noCounts(), fetched: 3, new: 1, unchanged: 1, quarantined: 1 })).toBe(true);
    expect(isBalanced({ ...noCounts(), fetched: 3, new: 1 })).toBe(false);
  });

  it('add up outcome by outcome', () => {
    const a = { ...noCounts(), fetched: 2, new: 2 };
    expect(addCounts(a, { ...noCounts(), fetched: 1, stale: 1 })).toEqual({ ...noCounts(), fetched: 3, new: 2, stale: 1 });
    expect(a.fetched).toBe(2);
  });
});
