import type { Freshness, RunState } from '@twl/contracts';
import { freshnessOf, worstOf } from './freshness';
import { readSchedule } from './schedule';

const every5Minutes = { cron: '*/5 * * * *', timeZone: 'UTC' };
const at = (time: string): string => `2026-01-30T${time}.000Z`;

/** A stream with a good run, and by default that one as its last. */
const freshness = (given: {
  good?: string;
  last?: { state: RunState; at: string };
  now: string;
  enabled?: boolean;
  schedule?: { cron: string; timeZone: string };
}): Freshness => {
  const { good, last, now, enabled = true, schedule = every5Minutes } = given;
  return freshnessOf({
    enabled,
    schedule: readSchedule(schedule),
    last: last ? { state: last.state, startedAt: last.at } : good ? { state: 'succeeded', startedAt: good } : undefined,
    lastGood: good ? { startedAt: good } : undefined,
    now: Date.parse(now),
  });
};

describe('freshnessOf', () => {
  it.each<[string, Freshness]>([
    ['12:00:01', 'fresh'],
    ['12:05:00', 'fresh'],
    ['12:05:30', 'fresh'],
    ['12:05:31', 'late'],
    ['12:10:30', 'late'],
    ['12:10:31', 'stale'],
    ['23:00:00', 'stale'],
  ])('counts periods since the last good run, with a grace: at %s it is %s', (now, expected) => {
    expect(freshness({ good: at('12:00:00'), now: at(now) })).toBe(expected);
  });

  it('counts from a run out of turn, too', () => {
    expect(freshness({ good: at('12:03:00'), now: at('12:08:20') })).toBe('fresh');
    expect(freshness({ good: at('12:03:00'), now: at('12:08:40') })).toBe('late');
  });

  it('knows that a schedule of working days has a long weekend', () => {
    const schedule = { cron: '0 2 * * 1-5', timeZone: 'Europe/Berlin' };
    const friday = '2026-01-30T01:00:00.000Z';
    expect(freshness({ good: friday, now: '2026-02-01T23:00:00.000Z', schedule })).toBe('fresh');
    expect(freshness({ good: friday, now: '2026-02-02T02:00:00.000Z', schedule })).toBe('late');
    expect(freshness({ good: friday, now: '2026-02-03T02:00:00.000Z', schedule })).toBe('stale');
  });

  it('reads schedules with seconds', () => {
    const schedule = { cron: '*/10 * * * * *', timeZone: 'UTC' };
    expect(freshness({ good: at('12:00:00'), now: at('12:00:15'), schedule })).toBe('fresh');
    expect(freshness({ good: at('12:00:00'), now: at('12:00:20'), schedule })).toBe('late');
    expect(freshness({ good: at('12:00:00'), now: at('12:00:40'), schedule })).toBe('stale');
  });

  it.each<[RunState, Freshness]>([
    ['running', 'running'],
    ['failed', 'failing'],
    ['suspect', 'failing'],
    ['stalled', 'failing'],
    ['deferred', 'fresh'],
    ['skipped_overlap', 'fresh'],
    ['cancelled', 'fresh'],
    ['partial', 'fresh'],
    ['not_modified', 'fresh'],
  ])('of a stream whose last run is %s is %s', (state, expected) => {
    expect(freshness({ good: at('12:00:00'), last: { state, at: at('12:01:00') }, now: at('12:02:00') })).toBe(expected);
  });

  it('is never before the first good run, unless one failed or runs', () => {
    expect(freshness({ now: at('12:00:00') })).toBe('never');
    expect(freshness({ last: { state: 'deferred', at: at('11:00:00') }, now: at('12:00:00') })).toBe('never');
    expect(freshness({ last: { state: 'failed', at: at('11:00:00') }, now: at('12:00:00') })).toBe('failing');
  });

  it('is paused when disabled, and running if it runs nevertheless', () => {
    expect(freshness({ good: at('12:00:00'), now: at('23:00:00'), enabled: false })).toBe('paused');
    expect(freshness({ last: { state: 'running', at: at('12:00:00') }, now: at('12:01:00'), enabled: false })).toBe('running');
  });

  it('does not call a run running that was left a day ago', () => {
    const last = { state: 'running' as const, at: '2026-01-28T12:00:00.000Z' };
    expect(freshness({ good: '2026-01-28T11:55:00.000Z', last, now: at('12:00:00') })).toBe('stale');
  });

  it('is fresh where no schedule says otherwise', () => {
    expect(freshness({ good: at('12:00:00'), now: at('23:00:00'), schedule: { cron: 'x', timeZone: 'UTC' } })).toBe('fresh');
  });
});

describe('worstOf', () => {
  it('prefers what needs a person', () => {
    expect(worstOf(['fresh', 'running', 'late', 'failing'])).toBe('failing');
    expect(worstOf(['fresh', 'running'])).toBe('running');
    expect(worstOf([])).toBeUndefined();
  });
});

describe('readSchedule', () => {
  it('gives the next time, in the time zone of the source', () => {
    const schedule = readSchedule({ cron: '0 2 * * *', timeZone: 'Europe/Berlin' });
    expect(schedule?.next(Date.parse('2026-07-01T00:00:00.000Z'))).toBe(Date.parse('2026-07-02T00:00:00.000Z'));
    expect(schedule?.next(Date.parse('2026-06-30T23:59:59.999Z'))).toBe(Date.parse('2026-07-01T00:00:00.000Z'));
  });

  it.each([
    ['nonsense', 'UTC'],
    ['* * * * *', 'Mars/Olympus'],
  ])('reads nothing from %s in %s', (cron, timeZone) => {
    expect(readSchedule({ cron, timeZone })).toBeUndefined();
  });
});
