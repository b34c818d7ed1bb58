import { Cron } from 'croner';

/** A schedule as `source.yaml` declares it. */
export interface Schedule {
  /** Five fields, or six with seconds first. */
  cron: string;
  /** IANA name of the time zone the fields are meant in. */
  timeZone: string;
  catchUp: 'none' | 'last' | 'all';
}

/** Missed times that `catchUp: all` makes up for at most. */
const catchUpLimit = 100;

/** Checks a schedule. @returns what is wrong with it, or undefined */
export const scheduleProblem = ({ cron, timeZone }: Pick<Schedule, 'cron' | 'timeZone'>): string | undefined => {
  try {
    return new Cron(cron, { timezone: timeZone }).nextRun() ? undefined : 'never comes due';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The first time after `now`, ms since 1970. */
export const nextTime = ({ cron, timeZone }: Schedule, now: number): number | undefined =>
  new Cron(cron, { timezone: timeZone }).nextRun(new Date(now))?.getTime();

/** The newest time not after `now`, ms since 1970. */
export const lastTime = ({ cron, timeZone }: Schedule, now: number): number | undefined =>
  new Cron(cron, { timezone: timeZone }).previousRuns(1, new Date(now + 1))[0]?.getTime();

/**
 * The times that came due after `since` and not after `now`, oldest first, as far as the schedule makes up for missed ones.
 * @param since newest time that was dealt with; null when the stream never ran, which is due at once
 * @param graceMs how late a time may be noticed before it counts as missed
 */
export const dueTimes = (schedule: Schedule, between: { since: number | null; now: number; graceMs: number }): number[] => {
  const { since, now, graceMs } = between;
  const newest = lastTime(schedule, now);
  if (newest === undefined) return since === null ? [now] : [];
  if (since === null) return [newest];
  if (newest <= since) return [];
  if (schedule.catchUp === 'none') return now - newest <= graceMs ? [newest] : [];
  if (schedule.catchUp === 'last') return [newest];
  const cron = new Cron(schedule.cron, { timezone: schedule.timeZone });
  const missed = cron.previousRuns(catchUpLimit, new Date(now + 1)).map((date) => date.getTime());
  return missed.filter((time) => time > since).sort((a, b) => a - b);
};

/** The id of a scheduled run: two schedulers that see the same time begin one run. */
export const scheduledRunId = (source: string, stream: string, time: number): string =>
  `${source}.${stream}.${new Date(time).toISOString().replace(/\.000Z$/, 'Z')}`;
