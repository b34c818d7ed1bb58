import { addMicros, microsOf } from '@twl/jinja';
import { formatSourceTime, parseSourceTime } from './source-time';

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
const offsets = ['Z', '+00:00', '+05:30', '-07:00', '+14:00', '-12:00', '+0200'];
const times = offsets.map((offset) => parseSourceTime(`2026-07-23T21:59:38${offset}`, '%Y-%m-%dT%H:%M:%S%z'));

/** Formats whose times are instants, whatever zone a value has. */
const exact = [
  '%Y-%m-%dT%H:%M:%SZ',
  '%Y-%m-%dT%H:%M:%S%z',
  '%Y-%m-%dT%H:%M:%S%:z',
  '%Y-%m-%d %H:%M:%S %Z',
  '%Y-%m-%dT%H:%M:%S.%fZ',
  '%Y-%m-%dT%H:%M:%S.%_msZ',
  '%Y-%m-%dT%H:%M:%S+00:00',
  '%Y-%m-%dT%H:%M:%S.000+0000',
  '%Y-%m-%dT%H:%M:%S+05:30',
  '%Y-%m-%dT%H:%M:%S-0800',
  '%d.%m.%Y %H:%M:%S GMT',
  '%s',
  '%ms',
  '%s_as_float',
  '%epoch_microseconds',
];

describe('the time of a source', () => {
  it.each(exact)('is the same instant once it is written in %s and read again', (format) => {
    for (const time of times) expect(microsOf(parseSourceTime(formatSourceTime(time, format), format))).toBe(microsOf(time));
  });

  it.each(['%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d', '%d/%m/%Y', '%Y-%m', '%Y%m%d%H%M%S'])(
    'is never later in %s, whether the source takes it for UTC or for the zone of the value',
    (format) => {
      for (const time of times) {
        const written = parseSourceTime(formatSourceTime(time, format), format);
        expect(microsOf(written)).toBeLessThanOrEqual(microsOf(time));
        expect(BigInt(written.wall)).toBeLessThanOrEqual(BigInt(time.wall));
      }
    },
  );

  it.each<[value: string | number, format: string, expected: string]>([
    ['2026-07-23T21:59:38+05:30', '%Y-%m-%dT%H:%M:%S+05:30', '2026-07-23T16:29:38Z'],
    ['2026-07-23T21:59:38+05:30', '%Y-%m-%dT%H:%M:%S%:z', '2026-07-23T16:29:38Z'],
    ['2016-12-31T23:59:60Z', '%Y-%m-%dT%H:%M:%SZ', '2016-12-31T23:59:59.999Z'],
    ['2016-12-31T23:59:60.5Z', '%Y-%m-%dT%H:%M:%S.%fZ', '2016-12-31T23:59:59.999Z'],
    ['2026-07-23T24:00:00Z', '%Y-%m-%dT%H:%M:%SZ', '2026-07-24T00:00:00Z'],
    ['2026-12-31 24:00', '%Y-%m-%d %H:%M', '2027-01-01T00:00:00Z'],
    ['2026-07-23T24:00:00.000+02:00', '%Y-%m-%dT%H:%M:%S.%f%z', '2026-07-23T22:00:00Z'],
    ['0001-01-01T00:00:00Z', '%Y-%m-%dT%H:%M:%SZ', '0001-01-01T00:00:00Z'],
    ['0099-12-31', '%Y-%m-%d', '0099-12-31T00:00:00Z'],
    [-86400, '%s', '1969-12-31T00:00:00Z'],
    ['-62135596800', '%s', '0001-01-01T00:00:00Z'],
    [500, '%ms', '1970-01-01T00:00:00.500Z'],
    [500, '%s', '1970-01-01T00:08:20Z'],
    [253402300799, '%s', '9999-12-31T23:59:59Z'],
  ])('%s in %s is %s', (value, format, expected) => {
    expect(microsOf(parseSourceTime(value, format)) / 1000n).toBe(at(expected) / 1000n);
  });

  it.each<[value: string | number, format: string]>([
    ['2016-12-31T23:59:61Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['2026-07-23T23:60:00Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['2026-07-23T24:00:01Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['2026-07-23T24:01:00Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['2026-07-23T25:00:00Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['+10000-01-01T00:00:00Z', '%Y-%m-%dT%H:%M:%SZ'],
    ['0000-00-00', '%Y-%m-%d'],
    [1_706_704_245_123, '%s'],
    [1_706_704_245_123_456, '%ms'],
  ])('%s is none in %s', (value, format) => {
    expect(() => parseSourceTime(value, format)).toThrow();
  });

  it.each(['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%d %H:%M:%S', '%d/%b/%Y:%H:%M:%S %z', '%Y%m%d%H%M%S', '%Y%m%dT%H%M%S.%_msZ'])(
    'is itself in %s, at every minute of a day and every second of an hour',
    (format) => {
      const midnight = parseSourceTime('2026-07-24T00:00:00Z', '%Y-%m-%dT%H:%M:%SZ');
      const seconds = [...Array(3600).keys(), ...Array.from({ length: 1440 }, (_, minute) => minute * 60)];
      const misread = seconds
        .map((second) => addMicros(midnight, BigInt(second) * 1_000_000n))
        .map((time) => ({ time, text: formatSourceTime(time, format) }))
        .filter(({ time, text }) => microsOf(parseSourceTime(text, format)) !== microsOf(time));
      expect(misread).toEqual([]);
    },
  );

  it('is written with all digits of its hour, minute and second beside its milliseconds', () => {
    const midnight = parseSourceTime('2026-07-24T00:00:00Z', '%Y-%m-%dT%H:%M:%SZ');
    expect(formatSourceTime(midnight, '%Y%m%dT%H%M%S.%_msZ')).toBe('20260724T000000.000Z');
  });

  it('is written with four digits of the year, so that it can be read again', () => {
    const zero = parseSourceTime('0001-01-01T00:00:00Z', '%Y-%m-%dT%H:%M:%SZ');
    expect(formatSourceTime(zero, '%Y-%m-%dT%H:%M:%SZ')).toBe('0001-01-01T00:00:00Z');
  });

  it('keeps to the calendar at its ends', () => {
    for (const text of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00'])
      expect(formatSourceTime(parseSourceTime(text, '%Y-%m-%dT%H:%M:%S%z'), '%Y-%m-%dT%H:%M:%SZ')).toMatch(/^(0001|9999)-/);
  });
});
