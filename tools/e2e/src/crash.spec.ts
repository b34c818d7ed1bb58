import { crashLoop } from './crash/crash-loop';

jest.setTimeout(900_000);

const rounds = 50;
const seed = 7;

describe('the product, killed at any moment', () => {
  it(`loses nothing and has nothing twice, ${String(rounds)} times in a row`, async () => {
    const { kills, runs, records, interrupted } = await crashLoop({ rounds, seed });
    expect(kills).toBe(rounds);
    // It is no proof where the moments all lie between the runs.
    expect(interrupted).toBeGreaterThan(rounds / 5);
    expect(runs).toBeGreaterThan(rounds);
    expect(records).toBeGreaterThan(300);
  });
});
