import { monthlyDollars } from './monthly';

describe('what sources cost in a month', () => {
  const perRun = { unchanged: 1e-5, changed: 7e-4 };

  it('grows with the sources, but for what is asked whether there are any or not', () => {
    const [two, twenty] = [monthlyDollars(2, perRun), monthlyDollars(20, perRun)];
    expect(twenty.records).toBeCloseTo(10 * two.records, 6);
    expect(twenty.functions).toBeGreaterThan(two.functions);
    expect([twenty.queues, twenty.alarms]).toEqual([two.queues, two.alarms]);
  });

  it('is the sum of its parts', () => {
    const { records, functions, queues, alarms, sum } = monthlyDollars(2, perRun);
    expect(records).toBeCloseTo(2 * (2592 * 1e-5 + 288 * 7e-4), 6);
    expect(sum).toBeCloseTo(records + functions + queues + alarms, 6);
  });
});
