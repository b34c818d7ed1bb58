import { Timetable, type CronLine } from '@twl/ports';

/** A schedule as `source.yaml` declares it. */
export interface StreamSchedule extends CronLine {
  catchUp: 'none' | 'last' | 'all';
}

/** Missed times that `catchUp: all` makes up for at most. */
const catchUpLimit = 100;

/**
 * The times that came due after `since` and not after `now`, oldest first, as far as the schedule makes up for missed ones; ms since 1970.
 * @param since newest time that was dealt with; null when the stream never ran, which is due at once. One later than now is of a clock that was
 *   ahead: what was dealt with before is not known then, so that the last regular time is due, which may have had its run already
 * @param graceMs how late a time may be noticed before it counts as missed
 */
export const dueTimes = (schedule: StreamSchedule, between: { since: number | null; now: number; graceMs: number }): number[] => {
  const { since, now, graceMs } = between;
  const times = new Timetable(schedule);
  const [newest] = times.last(now, 1);
  if (newest === undefined) return since === null ? [now] : [];
  if (since === null || since > now) return [newest];
  if (newest <= since) return [];
  if (schedule.catchUp === 'none') return now - newest <= graceMs ? [newest] : [];
  if (schedule.catchUp === 'last') return [newest];
  const missed = times.last(now, catchUpLimit);
  return missed.filter((time) => time > since).sort((a, b) => a - b);
};

/** The id of a scheduled run: two schedulers that see the same time begin one run. */
export const scheduledRunId = (source: string, stream: string, time: number): string =>
  `${source}.${stream}.${new Date(time).toISOString().replace(/\.000Z$/, 'Z')}`;
