import { noCounts, type Activity, type Counts, type Freshness, type RunState } from '@twl/contracts';
import { activityOf, busiestOf, freshnessOf, worstOf } from './freshness';
import { readSchedule } from './source-schedule';

const every5Minutes = { cron: '*/5 * * * *', timeZone: 'UTC' };
const at = (time: string): string => `2026-01-30T${time}.000Z`;

/** A stream with a good run, and by default that one as its newest finished. */
const freshness = (given: {
  good?: string;
  finished?: { state: RunState; counts?: Partial<Counts> };
  now: string;
  enabled?: boolean;
  schedule?: { cron: string; timeZone: string };
}): Freshness => {
  const { good, finished, now, enabled = true, schedule = every5Minutes } = given;
  return freshnessOf({
    enabled,
    schedule: readSchedule(schedule),
    ...(finished && { lastFinished: { state: finished.state, counts: { ...noCounts(), ...finished.counts } } }),
    ...(good && { lastGood: { startedAt: good } }),
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

  it.each<[RunState, Partial<Counts>, Freshness]>([
    ['failed', {}, 'failing'],
    ['suspect', {}, 'failing'],
    ['stalled', {}, 'failing'],
    ['succeeded', { fetched: 100 }, 'fresh'],
    ['not_modified', { fetched: 100 }, 'fresh'],
    ['partial', { fetched: 100, quarantined: 1 }, 'partial'],
    ['partial', { fetched: 100, quarantined: 20 }, 'partial'],
    ['partial', { fetched: 100, quarantined: 21 }, 'failing'],
    ['partial', { fetched: 1, quarantined: 1 }, 'failing'],
    ['not_modified', { fetched: 100, quarantined: 1 }, 'partial'],
    ['not_modified', { fetched: 100, quarantined: 100 }, 'failing'],
  ])('of a stream whose newest finished run is %s with %j is %s', (state, counts, expected) => {
    expect(freshness({ good: at('12:00:00'), finished: { state, counts }, now: at('12:02:00') })).toBe(expected);
  });

  it('is late rather than partial', () => {
    const finished = { state: 'partial', counts: { fetched: 100, quarantined: 1 } } as const;
    expect(freshness({ good: at('12:00:00'), finished, now: at('12:06:00') })).toBe('late');
  });

  it('is never before the first good run, unless one failed', () => {
    expect(freshness({ now: at('12:00:00') })).toBe('never');
    expect(freshness({ finished: { state: 'failed' }, now: at('12:00:00') })).toBe('failing');
  });

  it('is paused when disabled', () => {
    expect(freshness({ good: at('12:00:00'), now: at('23:00:00'), enabled: false })).toBe('paused');
  });

  it('is fresh where no schedule says otherwise', () => {
    expect(freshness({ good: at('12:00:00'), now: at('23:00:00'), schedule: { cron: 'x', timeZone: 'UTC' } })).toBe('fresh');
  });
});

describe('worstOf', () => {
  it('prefers what needs a person', () => {
    expect(worstOf(['fresh', 'partial', 'late', 'failing'])).toBe('failing');
    expect(worstOf(['fresh', 'partial'])).toBe('partial');
    expect(worstOf([])).toBeUndefined();
  });

  it('leaves out what was removed', () => {
    expect(worstOf(['removed', 'fresh'])).toBe('fresh');
    expect(worstOf(['removed'])).toBeUndefined();
  });
});

describe('activityOf', () => {
  it.each<[RunState, Activity]>([
    ['running', 'running'],
    ['deferred', 'waiting'],
    ['succeeded', 'idle'],
    ['failed', 'idle'],
    ['cancelled', 'idle'],
  ])('of a stream whose newest run is %s is %s', (state, expected) => {
    expect(activityOf({ state, startedAt: at('12:00:00') }, Date.parse(at('12:01:00')))).toBe(expected);
  });

  it('is not running when its run was left a day ago', () => {
    expect(activityOf({ state: 'running', startedAt: '2026-01-28T12:00:00.000Z' }, Date.parse(at('12:00:00')))).toBe('idle');
    expect(activityOf(undefined, 0)).toBe('idle');
  });

  it('of several is the busiest', () => {
    expect(busiestOf(['idle', 'waiting', 'running'])).toBe('running');
    expect(busiestOf(['idle', 'waiting'])).toBe('waiting');
    expect(busiestOf([])).toBe('idle');
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
