import fc from 'fast-check';
import { compareInstants, instantOf, TimeRange } from './instant';

/** Nanoseconds of a minute, and the time that they are. */
const nanos = fc.integer({ min: 0, max: 4_000_000 });
const timeAt = (ns: number): string => `1969-12-31T23:59:59.${String(ns).padStart(9, '0')}Z`;
const has = (range: TimeRange, time: string): boolean => range.has(Date.parse(time), () => time);

describe('moments finer than a millisecond', () => {
  it('are compared down to the last digit', () => {
    fc.assert(
      fc.property(nanos, nanos, (a, b) => {
        expect(Math.sign(compareInstants(instantOf(timeAt(a)), instantOf(timeAt(b))))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('bound a range exactly', () => {
    fc.assert(
      fc.property(fc.option(nanos, { nil: undefined }), fc.option(nanos, { nil: undefined }), nanos, (gte, lt, ns) => {
        const range = new TimeRange(gte === undefined ? gte : timeAt(gte), lt === undefined ? lt : timeAt(lt));
        expect(has(range, timeAt(ns))).toBe((gte ?? 0) <= ns && ns < (lt ?? Infinity));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same however many zeros end them, and in any zone', () => {
    expect(compareInstants(instantOf('2026-01-01T00:00:00.0005Z'), instantOf('2026-01-01T01:00:00.000500+01:00'))).toBe(0);
    expect(instantOf(`2026-01-01T00:00:00.1239${'0'.repeat(30)}1Z`)).toEqual({
      ms: Date.parse('2026-01-01T00:00:00.123Z'),
      rest: `9${'0'.repeat(30)}1`,
    });
    expect(instantOf('2026-01-01T00:00:00Z')).toEqual({ ms: Date.parse('2026-01-01T00:00:00Z'), rest: '' });
    expect(instantOf('2026-01-01T00:00:00.1234+02:00').rest).toBe('4');
  });
});
