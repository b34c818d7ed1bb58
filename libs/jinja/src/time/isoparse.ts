import { valueError } from '../runtime/python-error';
import { type Day, dateOf, daysOf, isLeap, isoYearStart } from './calendar';
import { addMicros, type Moment, momentOf } from './moment';

const date = /^(\d{4})(?:-?(\d{3})(?!\d)|-(\d\d)-(\d\d)|-(\d\d)|(\d\d)(\d\d)|W(\d\d)(\d)?|-W(\d\d)(?:-(\d))?)?/;
const time = /^(\d\d)(?:(:?)(\d\d)(?:\2(\d\d)(?:[.,](\d+))?)?)?(?:(Z|z)|([-+])(\d\d)(?::?(\d\d))?)?$/;

/** Reads an ISO 8601 time as `dateutil.parser.isoparse` does: any one character between date and time. @throws ValueError */
export const isoparse = (text: string): Moment => {
  const fail = (): Error => valueError(`'${text}' is not an ISO 8601 time`);
  const day = date.exec(text);
  if (!day) throw fail();
  const rest = text.slice(day[0].length);
  const { year, month, day: dayOfMonth } = dayIn(day);
  if (!rest) return momentOf({ year, month, day: dayOfMonth, hour: 0, minute: 0, second: 0 }, 0, null);
  const clock = /^[0-9]/.test(rest) ? undefined : time.exec(rest.slice(1));
  if (!clock) throw fail();
  return timeIn(clock, { year, month, day: dayOfMonth });
};

const dayIn = ([, year, ordinal, month, day, onlyMonth, month2, day2, week, weekday, week2, weekday2]: RegExpExecArray): Day => {
  const number = Number(year);
  if (week !== undefined || week2 !== undefined) return weekDate(number, Number(week ?? week2), Number(weekday ?? weekday2 ?? 1));
  if (ordinal !== undefined && (Number(ordinal) < 1 || Number(ordinal) > (isLeap(number) ? 366 : 365)))
    throw valueError(`there is no day ${ordinal} in ${year}`);
  if (ordinal !== undefined) return dateOf(daysOf(number, 1, 1) + Number(ordinal) - 1);
  return { year: number, month: Number(month ?? onlyMonth ?? month2 ?? 1), day: Number(day ?? day2 ?? 1) };
};

const weekDate = (year: number, week: number, weekday: number): Day => {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) throw valueError(`there is no day ${weekday} of week ${week}`);
  return dateOf(isoYearStart(year) + (week - 1) * 7 + weekday - 1);
};

const timeIn = (clock: RegExpExecArray, day: { year: number; month: number; day: number }): Moment => {
  const [, hour, , minute, second, fraction, zulu, sign, offsetHours, offsetMinutes] = clock;
  const micro = Number((fraction ?? '').slice(0, 6).padEnd(6, '0'));
  const offset = zulu ? 0 : sign ? (sign === '-' ? -1 : 1) * (Number(offsetHours) * 3600 + Number(offsetMinutes ?? 0) * 60) : null;
  const midnight = hour === '24' && Number(minute ?? 0) === 0 && Number(second ?? 0) === 0 && micro === 0;
  const moment = momentOf(
    { ...day, hour: midnight ? 0 : Number(hour), minute: Number(minute ?? 0), second: Number(second ?? 0) },
    micro,
    offset,
  );
  return midnight ? addMicros(moment, 86_400_000_000n) : moment;
};
