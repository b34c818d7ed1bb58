import { Timetable, type CronLine } from '@twl/ports';

/** A schedule as `source.yaml` declares it. */
export interface StreamSchedule extends CronLine {
  catchUp: 'none' | 'last' | 'all';
}

/** Missed times that `catchUp: all` catches up, at most. */
const catchUpLimit = 100;

/**
 * The times that became due after `since` and not after `now`, oldest first, as far as the schedule catches up missed ones; ms since 1970.
 * @param since newest time that had its run; null if the stream never ran, which is due at once. A time later than now means that the clock was
 *   ahead: the last regular time is then due, which may have had its run already
 * @param graceMs how late a check may be before a time counts as missed
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
