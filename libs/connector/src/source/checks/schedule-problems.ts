import { Timetable } from '@twl/ports';

/** A problem of a schedule, by its key. */
export interface ScheduleProblem {
  key: 'cron' | 'timeZone';
  detail: string;
}

/** Checks a schedule as it is written; keys that are missing, or are no texts, are not its business. */
export const findScheduleProblems = ({ cron, timeZone }: { cron?: unknown; timeZone?: unknown }): ScheduleProblem[] => [
  ...timeProblemOf('cron', cron, cronProblem),
  ...timeProblemOf('timeZone', timeZone, zoneProblem),
];

const timeProblemOf = (key: ScheduleProblem['key'], value: unknown, check: (text: string) => string | undefined): ScheduleProblem[] => {
  const detail = typeof value === 'string' ? check(value) : undefined;
  return detail === undefined ? [] : [{ key, detail }];
};

const cronProblem = (cron: string): string | undefined => {
  const advice = 'five fields, or six with seconds first: "*/5 * * * *"';
  try {
    const isDue = new Timetable({ cron, timeZone: 'UTC' }).next(Date.now()) !== undefined;
    return isDue ? undefined : `${JSON.stringify(cron)} never comes due (${advice})`;
  } catch {
    return `${JSON.stringify(cron)} is not a cron line (${advice})`;
  }
};

/** Returns the problem of the refresh schedule; undefined if there is none, or if it is not text. */
export const findRefreshProblem = (refresh: unknown): string | undefined => {
  if (typeof refresh !== 'string' || ['daily', 'weekly', 'monthly'].includes(refresh)) return undefined;
  const detail = cronProblem(refresh);
  return detail && `${detail}; or daily, weekly, monthly`;
};

const zoneProblem = (timeZone: string): string | undefined => {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return undefined;
  } catch {
    return `${JSON.stringify(timeZone)} is not a time zone (an IANA name: Europe/Berlin)`;
  }
};
