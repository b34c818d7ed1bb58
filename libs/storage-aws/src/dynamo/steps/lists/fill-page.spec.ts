import { fillPage } from './fill-page';

const entries = (count: number) => Array.from({ length: count }, (_, time) => ({ time, key: `k${time}` }));
async function* given(list: { time: number; key: string }[], scanned: number[] = []) {
  for (const entry of list) {
    scanned.push(entry.time);
    yield entry;
  }
}
const every = (n: number) => async (list: readonly { time: number }[]) => list.map(({ time }) => (time % n === 0 ? time : undefined));

describe('a page of a list', () => {
  it('is filled past what the filter removes, and says where it continues', async () => {
    const { items, next } = await fillPage(given(entries(500)), { limit: 3, read: every(100) });
    expect([items, next?.time]).toEqual([[0, 100, 200], 200]);
  });

  it('has no next page when it is just full', async () => {
    expect(await fillPage(given(entries(10)), { limit: 10, read: every(1) })).toEqual({
      items: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      next: null,
      scanned: 10,
    });
    expect((await fillPage(given(entries(11)), { limit: 10, read: every(1) })).next).toMatchObject({ time: 9 });
    expect(await fillPage(given([]), { limit: 10, read: every(1) })).toEqual({ items: [], next: null, scanned: 0 });
  });

  it('is short when the budget is spent, and continues from there', async () => {
    const scanned: number[] = [];
    const { items, next } = await fillPage(given(entries(5000), scanned), { limit: 2, read: every(4000) });
    expect([items, next?.time, scanned.length]).toEqual([[0], 999, 1000]);
  });

  it('counts entries of the same item once', async () => {
    const twice = entries(4).flatMap((entry) => [entry, entry]);
    expect(await fillPage(given(twice), { limit: 10, read: every(1) })).toMatchObject({ items: [0, 1, 2, 3], next: null });
  });
});
