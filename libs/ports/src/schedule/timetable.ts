import { Cron } from 'croner';
import { closeSteps } from './open-steps';

/** A schedule as people write it. */
export interface CronLine {
  /** Five fields, or six with seconds first: lists, ranges, steps (also `5/15`, from 5 on), names, and `?`, `L`, `W`, `#`. */
  cron: string;
  /** IANA name of the time zone of the fields. */
  timeZone: string;
}

/** The times of a cron line, ms since 1970. Everything that reads a cron line uses this class. */
export class Timetable {
  readonly #job: Cron;

  /** @throws Error for an invalid line or an unknown time zone */
  constructor({ cron, timeZone }: CronLine) {
    this.#job = new Cron(closeSteps(cron), { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
    // The library checks the time zone only when it computes a time.
    this.#job.nextRun();
  }

  /** Returns the first time after `after`; undefined if there is none. */
  next(after: number): number | undefined {
    return this.#job.nextRun(new Date(after))?.getTime();
  }

  /** Returns the last `count` times up to `moment`, newest first. */
  last(moment: number, count: number): number[] {
    return this.#job.previousRuns(count, new Date(moment + 1)).map((date) => date.getTime());
  }
}
