import { createCountTicks } from './count-ticks';

describe('countTicks', () => {
  it.each([
    { max: 0, wanted: 4, ticks: [0, 1] },
    { max: 3, wanted: 4, ticks: [0, 1, 2, 3] },
    { max: 7, wanted: 4, ticks: [0, 2, 4, 6, 8] },
    { max: 100, wanted: 4, ticks: [0, 50, 100] },
    { max: 101, wanted: 4, ticks: [0, 50, 100, 150] },
    { max: 1234567, wanted: 3, ticks: [0, 500_000, 1_000_000, 1_500_000] },
  ])('are whole, round, and reach over $max', ({ max, wanted, ticks }) => {
    expect(createCountTicks(max, wanted)).toEqual(ticks);
  });
});
