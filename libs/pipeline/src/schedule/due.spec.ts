import { dueTimes, scheduledRunId, type StreamSchedule } from './due';

const at = (text: string): number => Date.parse(text);
const every5: StreamSchedule = { cron: '*/5 * * * *', timeZone: 'UTC', catchUp: 'last' };
const now = at('2026-03-01T12:07:30Z');
const graceMs = 60_000;

describe('a schedule', () => {
  it('is due at once for a stream that never ran, at the last regular time', () => {
    expect(dueTimes(every5, { since: null, now, graceMs })).toEqual([at('2026-03-01T12:05:00Z')]);
  });

  it('is not due twice for the same time', () => {
    expect(dueTimes(every5, { since: at('2026-03-01T12:05:00Z'), now, graceMs })).toEqual([]);
  });

  it.each([
    ['last', ['2026-03-01T12:05:00Z']],
    ['all', ['2026-03-01T11:55:00Z', '2026-03-01T12:00:00Z', '2026-03-01T12:05:00Z']],
    ['none', []],
  ] as const)('makes up for missed times: %s', (catchUp, times) => {
    expect(dueTimes({ ...every5, catchUp }, { since: at('2026-03-01T11:50:00Z'), now, graceMs })).toEqual(times.map(at));
  });

  it('comes due at its very second', () => {
    const time = at('2026-03-01T12:05:00Z');
    expect(dueTimes({ ...every5, catchUp: 'none' }, { since: at('2026-03-01T12:00:00Z'), now: time, graceMs })).toEqual([time]);
    expect(dueTimes({ ...every5, catchUp: 'none' }, { since: at('2026-03-01T12:00:00Z'), now: time - 1, graceMs })).toEqual([]);
  });

  it('is meant in its time zone, across the change of the clocks', () => {
    const berlin: StreamSchedule = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', catchUp: 'all' };
    expect(dueTimes(berlin, { since: at('2026-03-28T01:30:00Z'), now: at('2026-03-30T00:30:00Z'), graceMs }).at(-1)).toBe(
      at('2026-03-30T00:30:00Z'),
    );
  });

  it.each(['none', 'last', 'all'] as const)('takes what a clock dealt with that was ahead for unknown (catchUp: %s)', (catchUp) => {
    expect(dueTimes({ ...every5, catchUp }, { since: at('2026-03-02T12:05:00Z'), now, graceMs })).toEqual([at('2026-03-01T12:05:00Z')]);
  });

  it('names one run for one time', () => {
    expect(scheduledRunId('shop', 'orders', at('2026-03-01T12:05:00Z'))).toBe('shop.orders.2026-03-01T12:05:00Z');
  });
});
