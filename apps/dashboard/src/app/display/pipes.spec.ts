import { Bytes } from './bytes';
import { Duration } from './duration';
import { relativeTime } from './relative-time';

const unit = (value: number, name: string) =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);

describe('Bytes', () => {
  it.each([
    [0, unit(0, 'byte')],
    [999, unit(999, 'byte')],
    [27_520, unit(27.5, 'kilobyte')],
    [1_500_000_000, unit(1.5, 'gigabyte')],
  ])('takes %d in a fitting unit', (bytes, text) => {
    expect(new Bytes().transform(bytes)).toBe(text);
  });
});

describe('Duration', () => {
  const from = '2026-03-01T10:00:00.000Z';

  it.each([
    ['2026-03-01T10:00:00.250Z', unit(250, 'millisecond')],
    ['2026-03-01T10:00:02.500Z', unit(2.5, 'second')],
    ['2026-03-01T10:03:05.000Z', `${unit(3, 'minute')} ${unit(5, 'second')}`],
    ['2026-03-01T12:30:00.000Z', `${unit(2, 'hour')} ${unit(30, 'minute')}`],
    ['2026-03-01T09:59:59.000Z', unit(0, 'millisecond')],
  ])('until %s', (to, text) => {
    expect(new Duration().transform(from, to)).toBe(text);
  });
});

describe('relativeTime', () => {
  const now = Date.parse('2026-03-01T10:00:00.000Z');
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

  it.each([
    ['2026-03-01T09:59:57.000Z', words.format(0, 'second')],
    ['2026-03-01T09:59:20.000Z', words.format(-40, 'second')],
    ['2026-03-01T09:57:10.000Z', words.format(-2, 'minute')],
    ['2026-03-01T12:00:00.000Z', words.format(2, 'hour')],
    ['2026-02-26T10:00:00.000Z', words.format(-3, 'day')],
    ['2021-02-26T10:00:00.000Z', words.format(-5, 'year')],
  ])('of %s', (time, text) => {
    expect(relativeTime(Date.parse(time), now)).toBe(text);
  });
});
