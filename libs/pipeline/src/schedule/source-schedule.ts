import { Timetable, type CronLine } from '@twl/ports';

/** Interval between two scheduled times around a moment, and the scheduled time after it; ms since 1970. */
interface Interval {
  from: number;
  to: number;
  following: number;
}

/** Schedule of a source. */
export interface SourceSchedule {
  /** Returns the first scheduled time after a moment; undefined if there is none. */
  next(after: number): number | undefined;
  around(moment: number): Interval | undefined;
}

/** Parses a cron line of five or six fields; undefined if it is invalid or the time zone is unknown. */
export function readSchedule(line: CronLine): SourceSchedule | undefined {
  try {
    return scheduleOf(new Timetable(line));
  } catch {
    return undefined;
  }
}

function scheduleOf(times: Timetable): SourceSchedule {
  const next = (after: number): number | undefined => times.next(after);
  const around = (moment: number): Interval | undefined => {
    const to = next(moment);
    if (to === undefined) return undefined;
    const [from] = times.last(to - 1, 1);
    return from === undefined ? undefined : { from, to, following: next(to) ?? Infinity };
  };
  return { next, around };
}
