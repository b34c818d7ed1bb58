import { Cron } from 'croner';
import { closeSteps } from './open-steps';

/** When something is meant to happen, as people write it down. */
export interface CronLine {
  /** Five fields, or six with seconds first: lists, ranges, steps (also `5/15`, from 5 on), names, and `?`, `L`, `W`, `#`. */
  cron: string;
  /** IANA name of the time zone the fields are meant in. */
  timeZone: string;
}

/** The times that a cron line names, ms since 1970. What else reads one asks here, so that all read the same. */
export class Timetable {
  readonly #job: Cron;

  /** @throws Error for a line that is none, or a time zone that nobody knows */
  constructor({ cron, timeZone }: CronLine) {
    this.#job = new Cron(closeSteps(cron), { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
    // A wrong time zone is noticed only when a time is asked for.
    this.#job.nextRun();
  }

  /** The first time after a moment; undefined when there is none any more. */
  next(after: number): number | undefined {
    return this.#job.nextRun(new Date(after))?.getTime();
  }

  /** The last so many times not after a moment, newest first. */
  last(moment: number, count: number): number[] {
    return this.#job.previousRuns(count, new Date(moment + 1)).map((date) => date.getTime());
  }
}
