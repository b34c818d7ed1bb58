import { fromFieldTime, toFieldTime } from './field-time';

describe('field time', () => {
  it('is the time of UTC where UTC is shown', () => {
    expect(toFieldTime('2026-03-01T10:05:00.000Z', 'utc')).toBe('2026-03-01T10:05');
    expect(fromFieldTime('2026-03-01T10:05', 'utc')).toBe('2026-03-01T10:05:00.000Z');
  });

  it('goes there and back in the zone of the reader', () => {
    const iso = '2026-07-01T10:05:00.000Z';

    expect(fromFieldTime(toFieldTime(iso, 'local'), 'local')).toBe(iso);
    expect(toFieldTime(iso, 'local')).toContain(String(new Date(iso).getHours()).padStart(2, '0'));
  });

  it('is empty where there is none, or none that can be read', () => {
    expect(toFieldTime(undefined, 'utc')).toBe('');
    expect(toFieldTime('yesterday', 'utc')).toBe('');
    expect(fromFieldTime('', 'local')).toBeUndefined();
  });
});
