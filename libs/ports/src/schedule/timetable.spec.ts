import { Timetable } from './timetable';

const at = (text: string): number => Date.parse(text);

describe('a timetable', () => {
  it('names the first time after a moment, and the last ones not after it', () => {
    const every5 = new Timetable({ cron: '*/5 * * * *', timeZone: 'UTC' });
    expect(every5.next(at('2026-03-01T12:05:00Z'))).toBe(at('2026-03-01T12:10:00Z'));
    expect(every5.last(at('2026-03-01T12:05:00Z'), 2)).toEqual([at('2026-03-01T12:05:00Z'), at('2026-03-01T12:00:00Z')]);
    expect(every5.last(at('2026-03-01T12:04:59.999Z'), 1)).toEqual([at('2026-03-01T12:00:00Z')]);
  });

  it('is meant in its time zone', () => {
    const berlin = new Timetable({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' });
    expect(berlin.next(at('2026-06-01T12:00:00Z'))).toBe(at('2026-06-02T00:30:00Z'));
    expect(berlin.next(at('2026-01-01T12:00:00Z'))).toBe(at('2026-01-02T01:30:00Z'));
  });

  it('has five fields, or six with seconds first', () => {
    expect(new Timetable({ cron: '30 0 12 * * *', timeZone: 'UTC' }).next(at('2026-03-01T00:00:00Z'))).toBe(at('2026-03-01T12:00:30Z'));
    for (const cron of ['* * * *', '0 0 0 1 1 * 2030', 'often', '61 * * * *'])
      expect(() => new Timetable({ cron, timeZone: 'UTC' })).toThrow();
  });

  it('needs a time zone that is one', () => {
    expect(() => new Timetable({ cron: '* * * * *', timeZone: 'Mars/Base' })).toThrow();
  });
});
