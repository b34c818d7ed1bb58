import { daysOf, isoWeek, months, weekdayOf, weekdays } from './calendar';
import { type Civil, civilOf, dayOf, type Moment, formatOffset } from './moment';

interface Parts extends Civil {
  moment: Moment;
  days: number;
  weekday: number;
  dayOfYear: number;
}

const datePartsOf = (moment: Moment): Parts => {
  const civil = civilOf(moment);
  const days = dayOf(moment);
  return { ...civil, moment, days, weekday: weekdayOf(days), dayOfYear: days - daysOf(civil.year, 1, 1) + 1 };
};

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');
const nameAt = (names: readonly string[], at: number): string => names[at] ?? '';
const half = (hour: number): number => hour % 12 || 12;

const directives: Record<string, (parts: Parts) => string> = {
  a: ({ weekday }) => nameAt(weekdays, weekday).slice(0, 3),
  A: ({ weekday }) => nameAt(weekdays, weekday),
  b: ({ month }) => nameAt(months, month - 1).slice(0, 3),
  B: ({ month }) => nameAt(months, month - 1),
  C: ({ year }) => two(Math.floor(year / 100)),
  d: ({ day }) => two(day),
  e: ({ day }) => String(day).padStart(2),
  f: ({ moment }) => String(moment.micro).padStart(6, '0'),
  g: ({ days }) => two(isoWeek(days).year % 100),
  G: ({ days }) => four(isoWeek(days).year),
  H: ({ hour }) => two(hour),
  I: ({ hour }) => two(half(hour)),
  j: ({ dayOfYear }) => String(dayOfYear).padStart(3, '0'),
  k: ({ hour }) => String(hour).padStart(2),
  l: ({ hour }) => String(half(hour)).padStart(2),
  m: ({ month }) => two(month),
  M: ({ minute }) => two(minute),
  n: () => '\n',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  s: ({ moment }) => String(moment.wall),
  S: ({ second }) => two(second),
  t: () => '\t',
  u: ({ weekday }) => String(weekday + 1),
  U: ({ dayOfYear, weekday }) => two(Math.floor((dayOfYear + 6 - ((weekday + 1) % 7)) / 7)),
  V: ({ days }) => two(isoWeek(days).week),
  w: ({ weekday }) => String((weekday + 1) % 7),
  W: ({ dayOfYear, weekday }) => two(Math.floor((dayOfYear + 6 - weekday) / 7)),
  y: ({ year }) => two(year % 100),
  Y: ({ year }) => four(year),
  z: ({ moment: { offset } }) => (offset === null ? '' : formatOffset(offset, false)),
  ':z': ({ moment: { offset } }) => (offset === null ? '' : formatOffset(offset, true)),
  Z: ({ moment: { offset } }) => (offset === null ? '' : offset === 0 ? 'UTC' : `UTC${formatOffset(offset, true)}`),
  '%': () => '%',
};

const composed: Record<string, string> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** Padding flags of the C library: `-` none, `_` spaces, `0` zeros, `^` upper case. */
const applyFlag = (text: string, flag: string): string => {
  if (flag === '-') return text.replace(/^[0 ]+(?=\d)/, '');
  if (flag === '_') return text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length));
  if (flag === '0') return text.replace(/^ +(?=\d)/, (spaces) => '0'.repeat(spaces.length));
  return flag === '^' ? text.toUpperCase() : text;
};

/** Python's `strftime` as the C library of Linux does it in the C locale; unknown directives stay. */
export const strftime = (moment: Moment, format: string): string =>
  format.includes('%') ? fillFormat(datePartsOf(moment), format) : format;

const fillFormat = (parts: Parts, format: string): string =>
  format.replace(/%([-_0^#]?)(:?[a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const longer = Object.hasOwn(composed, letter) ? composed[letter] : undefined;
    const directive = Object.hasOwn(directives, letter) ? directives[letter] : undefined;
    const text = longer === undefined ? directive?.(parts) : fillFormat(parts, longer);
    return text === undefined ? whole : applyFlag(text, flag);
  });
