import { Cron } from 'croner';

/** The stretch between two scheduled times that holds a moment, and the time after it; ms since 1970. */
export interface Interval {
  from: number;
  to: number;
  following: number;
}

/** When a source is meant to run. */
export interface Schedule {
  /** The first scheduled time after a moment; undefined when there is none any more. */
  next(after: number): number | undefined;
  around(moment: number): Interval | undefined;
}

/** Reads a cron line of five or six fields; undefined when it is none, or the time zone is unknown. */
export function readSchedule({ cron, timeZone }: { cron: string; timeZone: string }): Schedule | undefined {
  try {
    const job = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
    // A wrong time zone is noticed only when a time is asked for.
    job.nextRun();
    return scheduleOf(job);
  } catch {
    return undefined;
  }
}

function scheduleOf(job: Cron): Schedule {
  const next = (after: number): number | undefined => job.nextRun(new Date(after))?.getTime();
  const around = (moment: number): Interval | undefined => {
    const to = next(moment);
    if (to === undefined) return undefined;
    const from = job.previousRuns(1, new Date(to))[0]?.getTime();
    return from === undefined ? undefined : { from, to, following: next(to) ?? Infinity };
  };
  return { next, around };
}
