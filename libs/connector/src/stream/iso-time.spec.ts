import { isoTime } from './iso-time';

describe('isoTime', () => {
  const cases: [value: string | number | null, expected: string | null][] = [
    ['2024-01-31T12:30:45Z', '2024-01-31T12:30:45.000Z'],
    ['2024-01-31T12:30:45.123456+02:00', '2024-01-31T10:30:45.123Z'],
    ['2024-01-31 12:30:45', '2024-01-31T12:30:45.000Z'],
    ['2024-01-31T12:30:45-0500', '2024-01-31T17:30:45.000Z'],
    ['2024-01-31', '2024-01-31T00:00:00.000Z'],
    ['2024-01-31 12:30:45 UTC', '2024-01-31T12:30:45.000Z'],
    ['Wed, 31 Jan 2024 12:30:45 GMT', '2024-01-31T12:30:45.000Z'],
    [1706704245, '2024-01-31T12:30:45.000Z'],
    [1706704245123, '2024-01-31T12:30:45.123Z'],
    ['1706704245', '2024-01-31T12:30:45.000Z'],
    ['2024-02-30', null],
    ['2024-13-01', null],
    ['yesterday', null],
    ['', null],
    [null, null],
    [Number.POSITIVE_INFINITY, null],
    [1e300, null],
  ];
  it.each(cases)('reads %p as %p', (value, expected) => expect(isoTime(value)).toBe(expected));
});
