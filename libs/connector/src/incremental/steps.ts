import {
  civilOf,
  addMicros,
  microsOf,
  momentAt,
  momentOf,
  type Moment,
  daysInMonth,
  CalendarDuration,
  parseDuration,
  TimeDelta,
} from '@twl/jinja';
/** A stretch of time, maybe of months. */
export type IntervalStep = TimeDelta | CalendarDuration;

/** Parses an ISO 8601 duration. Throws for other text, and for fractions of a month, which have no length. */
export const parseStep = (text: string): IntervalStep => {
  const step = parseDuration(text);
  if (step instanceof CalendarDuration) void step.wholeMonths;
  return step;
};

/** A time moved on by a step, or back by `-1` times it; undefined beyond the years 1 to 9999. */
export const moveBy = (moment: Moment, step: IntervalStep, sign: 1 | -1 = 1): Moment | undefined => {
  try {
    if (step instanceof TimeDelta) return addMicros(moment, BigInt(sign) * step.micros);
    return addMicros(byMonths(moment, sign * step.wholeMonths), BigInt(sign) * step.rest.micros);
  } catch {
    return undefined;
  }
};

/** Moves a time by a step; unchanged if the result would be beyond those years. */
export const moveOrKeep = (moment: Moment, step: IntervalStep, sign: 1 | -1 = 1): Moment => moveBy(moment, step, sign) ?? moment;

/** A day that the month does not have becomes its last one. */
const byMonths = (moment: Moment, months: number): Moment => {
  const civil = civilOf(moment);
  const count = civil.year * 12 + civil.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return momentOf({ ...civil, year, month, day: Math.min(civil.day, daysInMonth(year, month)) }, moment.micro, moment.offset);
};

/** From milliseconds since 1970. */
export const momentOfMs = (ms: number): Moment => momentAt(BigInt(Math.round(ms * 1000)));

/** Microseconds since 1970 as a number; exact for the next centuries. */
export const positionOf = (moment: Moment): number => Number(microsOf(moment));
