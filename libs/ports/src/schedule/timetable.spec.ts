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

  it.each<[cron: string, after: string, times: string[]]>([
    ['5/15 * * * *', '2026-03-01T12:00:00Z', ['12:05:00', '12:20:00', '12:35:00', '12:50:00', '13:05:00']],
    ['0/20,7 * * * *', '2026-03-01T12:00:00Z', ['12:07:00', '12:20:00', '12:40:00', '13:00:00']],
    ['0 9/4 * * *', '2026-03-01T08:00:00Z', ['09:00:00', '13:00:00', '17:00:00', '21:00:00', '09:00:00']],
    ['0 12 1/10 * *', '2026-03-01T11:00:00Z', ['12:00:00', '12:00:00']],
    ['0 12 * MAR/3 *', '2026-03-01T11:00:00Z', ['12:00:00']],
    ['0 12 * * MON/2', '2026-03-01T11:00:00Z', ['12:00:00']],
    ['30/10 0 12 * * *', '2026-03-01T11:00:00Z', ['12:00:30', '12:00:40', '12:00:50']],
    ['0 12 ? * 5#L', '2026-03-01T11:00:00Z', ['12:00:00']],
    ['0 12 L * *', '2026-03-01T11:00:00Z', ['12:00:00']],
    ['0 12 * * 1#2', '2026-03-01T11:00:00Z', ['12:00:00']],
    ['@hourly', '2026-03-01T11:00:00Z', ['12:00:00']],
  ])('reads %s', (cron, after, times) => {
    const timetable = new Timetable({ cron, timeZone: 'UTC' });
    let moment = at(after);
    const found = times.map(() => new Date((moment = timetable.next(moment)!)).toISOString().slice(11, 19));
    expect(found).toEqual(times);
  });

  it('counts an open step from where it begins, in every field', () => {
    const open = new Timetable({ cron: '5/15 2/6 3/9 2/5 *', timeZone: 'UTC' });
    const closed = new Timetable({ cron: '5-59/15 2-23/6 3-31/9 2-12/5 *', timeZone: 'UTC' });
    for (let moment = at('2026-01-01T00:00:00Z'), i = 0; i < 200; i++) {
      const next = closed.next(moment)!;
      expect(open.next(moment)).toBe(next);
      moment = next;
    }
  });

  it('refuses a step of nothing, and one that begins outside its field', () => {
    for (const cron of ['5/0 * * * *', '61/5 * * * *', '* 24/2 * * *', '* * 0/2 * *', '5/ * * * *', '/5 * * * *'])
      expect(() => new Timetable({ cron, timeZone: 'UTC' })).toThrow();
  });

  it('needs a time zone that is one', () => {
    expect(() => new Timetable({ cron: '* * * * *', timeZone: 'Mars/Base' })).toThrow();
  });
});
