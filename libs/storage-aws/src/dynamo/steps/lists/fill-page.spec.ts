import { fillPage } from './fill-page';

const hints = (count: number) => Array.from({ length: count }, (_, time) => ({ time, key: `k${time}` }));
async function* given(list: { time: number; key: string }[], looked: number[] = []) {
  for (const hint of list) {
    looked.push(hint.time);
    yield hint;
  }
}
const every = (n: number) => async (list: readonly { time: number }[]) => list.map(({ time }) => (time % n === 0 ? time : undefined));

describe('a page of a list', () => {
  it('is filled past what the filter takes out, and says where it goes on', async () => {
    const { items, next } = await fillPage(given(hints(500)), { limit: 3, read: every(100) });
    expect([items, next?.time]).toEqual([[0, 100, 200], 200]);
  });

  it('has no next one when it is just full', async () => {
    expect(await fillPage(given(hints(10)), { limit: 10, read: every(1) })).toEqual({
      items: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      next: null,
      looked: 10,
    });
    expect((await fillPage(given(hints(11)), { limit: 10, read: every(1) })).next).toMatchObject({ time: 9 });
    expect(await fillPage(given([]), { limit: 10, read: every(1) })).toEqual({ items: [], next: null, looked: 0 });
  });

  it('is short when the budget is spent, and goes on from there', async () => {
    const looked: number[] = [];
    const { items, next } = await fillPage(given(hints(5000), looked), { limit: 2, read: every(4000) });
    expect([items, next?.time, looked.length]).toEqual([[0], 999, 1000]);
  });

  it('counts hints of the same thing once', async () => {
    const twice = hints(4).flatMap((hint) => [hint, hint]);
    expect(await fillPage(given(twice), { limit: 10, read: every(1) })).toMatchObject({ items: [0, 1, 2, 3], next: null });
  });
});
