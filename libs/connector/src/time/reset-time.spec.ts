import { parseResetTime } from './reset-time';

const now = Date.parse('2026-01-31T12:00:00.000Z');

describe('the time at which a source can be asked again', () => {
  it.each<[text: string, secondsFromNow: number]>([
    ['30', 30],
    ['1.5', 1.5],
    ['0', 0],
    ['-5', -5],
    ['1000000000', 1_000_000_000],
    ['999999999999', 999_999_999_999],
    ['1769860000', -800],
    ['1769860860', 60],
    ['1769860860.25', 60.25],
    ['1769860860250', 60.25],
    ['1769860860250000', 60.25],
    ['1769860860250000000', 60.25],
    ['1.76986086e9', 60],
    ['2026-01-31T12:01:00Z', 60],
    ['2026-01-31T17:31:00+05:30', 60],
    ['2026-01-31 12:01:00 UTC', 60],
    ['Sat, 31 Jan 2026 12:01:00 GMT', 60],
    ['Saturday, 31-Jan-26 12:01:00 GMT', 60],
    [' 60 ', 60],
  ])('reads %s as %d s from now', (text, seconds) => {
    expect(parseResetTime(text, now)).toBeCloseTo(now + seconds * 1000, 0);
  });

  it.each([undefined, '', '  ', 'soon', 'NaN', '1e400', '61,60', 'Sat, whenever'])('reads %p as none', (text) => {
    expect(parseResetTime(text, now)).toBeUndefined();
  });
});
