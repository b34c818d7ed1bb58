import { KeySet } from './key-set';

describe('a set of keys', () => {
  it('has what was added, once, and nothing else, however many there are', () => {
    const set = new KeySet();
    for (let n = 0; n < 20_000; n++) for (const key of [`order ${n}`, `order ${n}`]) set.add(key);
    expect(set.size).toBe(20_000);
    for (let n = 0; n < 20_000; n += 7) expect([set.has(`order ${n}`), set.has(`order ${n} `)]).toEqual([true, false]);
  });

  it('is empty at first', () => {
    expect([new KeySet().size, new KeySet().has('')]).toEqual([0, false]);
  });
});
