import { Timetable, type CronLine } from '@twl/ports';

/** The stretch between two scheduled times that holds a moment, and the time after it; ms since 1970. */
interface Interval {
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
export function readSchedule(line: CronLine): Schedule | undefined {
  try {
    return scheduleOf(new Timetable(line));
  } catch {
    return undefined;
  }
}

function scheduleOf(times: Timetable): Schedule {
  const next = (after: number): number | undefined => times.next(after);
  const around = (moment: number): Interval | undefined => {
    const to = next(moment);
    if (to === undefined) return undefined;
    const [from] = times.last(to - 1, 1);
    return from === undefined ? undefined : { from, to, following: next(to) ?? Infinity };
  };
  return { next, around };
}
