import { valueError } from '../runtime/python-error';
import { daysOf, dateOf, isoYearStart, months, weekdays } from './calendar';
import { momentOf, type Moment } from './moment';

const alternativesOf = (names: string[]): string => `(${[...names].sort((a, b) => b.length - a.length).join('|')})`;
const shortNamesOf = (names: string[]): string[] => names.map((name) => name.slice(0, 3));

/** Patterns of the directives, as in Python's `_strptime`. */
const patterns: Record<string, string> = {
  d: '(3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9])',
  f: '([0-9]{1,6})',
  H: '(2[0-3]|[0-1]\\d|\\d)',
  I: '(1[0-2]|0[1-9]|[1-9]| [1-9])',
  G: '(\\d\\d\\d\\d)',
  j: '(36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])',
  m: '(1[0-2]|0[1-9]|[1-9])',
  M: '([0-5]\\d|\\d)',
  S: '(6[0-1]|[0-5]\\d|\\d)',
  U: '(5[0-3]|[0-4]\\d|\\d)',
  W: '(5[0-3]|[0-4]\\d|\\d)',
  w: '([0-6])',
  u: '([1-7])',
  V: '(5[0-3]|0[1-9]|[1-4]\\d|\\d)',
  y: '(\\d\\d)',
  Y: '(\\d\\d\\d\\d)',
  z: '([+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z)',
  A: alternativesOf(weekdays),
  a: alternativesOf(shortNamesOf(weekdays)),
  B: alternativesOf(months),
  b: alternativesOf(shortNamesOf(months)),
  p: '(am|pm)',
  Z: '(utc|gmt)',
};

const composed: Record<string, string> = { c: '%a %b %d %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S' };

interface Compiled {
  pattern: RegExp;
  letters: string[];
}

const known = new Map<string, Compiled>();

const compileFormat = (format: string): Compiled => {
  const found = known.get(format);
  if (found) return found;
  const letters: string[] = [];
  const expanded = format.replace(/%([cxX])/g, (_, letter: string) => composed[letter] ?? '');
  const source = expanded.replace(/\s+|%[^]?|[\\^$.*+?()[\]{}|/]/g, (token) => {
    if (/^\s/.test(token)) return '\\s+';
    if (!token.startsWith('%')) return `\\${token}`;
    if (token === '%%') return '%';
    const letter = token.charAt(1);
    const part = Object.hasOwn(patterns, letter) ? patterns[letter] : undefined;
    if (part === undefined) throw valueError(`'${letter}' is a bad directive in format '${format}'`);
    if (letters.includes(letter)) throw valueError(`the directive %${letter} stands twice in format '${format}'`);
    letters.push(letter);
    return part;
  });
  const compiled = { pattern: new RegExp(`^${source}`, 'iu'), letters };
  if (known.size >= 500) known.clear();
  known.set(format, compiled);
  return compiled;
};

/** Python's `datetime.strptime`. @throws ValueError when the text does not fit the format */
export const strptime = (text: string, format: string): Moment => {
  const { pattern, letters } = compileFormat(format);
  const match = pattern.exec(text);
  if (!match) throw valueError(`time data '${text}' does not match format '${format}'`);
  if (match[0].length !== text.length) throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  return assembleMoment(new Map(letters.map((letter, at) => [letter, match[at + 1] ?? ''])));
};

const numberOf = (found: Map<string, string>, letter: string): number | undefined => {
  const text = found.get(letter);
  return text === undefined ? undefined : Number(text);
};

const indexOfName = (text: string | undefined, names: string[]): number | undefined =>
  text === undefined ? undefined : names.findIndex((name) => name.toLowerCase() === text.toLowerCase());

const assembleMoment = (found: Map<string, string>): Moment => {
  const { year, month, day } = dateIn(found);
  const micro = Number((found.get('f') ?? '0').padEnd(6, '0'));
  const second = numberOf(found, 'S') ?? 0;
  return momentOf({ year, month, day, hour: hourIn(found), minute: numberOf(found, 'M') ?? 0, second }, micro, offsetIn(found));
};

const hourIn = (found: Map<string, string>): number => {
  const half = numberOf(found, 'I');
  if (half === undefined) return numberOf(found, 'H') ?? 0;
  return (half % 12) + (found.get('p')?.toLowerCase() === 'pm' ? 12 : 0);
};

const offsetIn = (found: Map<string, string>): number | null => {
  const text = found.get('z');
  if (text === undefined) return found.has('Z') ? 0 : null;
  if (text === 'Z') return 0;
  if (text === 'z') throw valueError('an offset of UTC is written Z');
  const [, sign, hours, minutes, seconds] = /^([+-])(\d\d):?(\d\d):?(\d\d)?/.exec(text) ?? [];
  if (Number(hours) > 23) throw valueError(`an offset of ${text} is out of range`);
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * (sign === '-' ? -1 : 1);
};

const yearIn = (found: Map<string, string>): number | undefined => {
  const two = numberOf(found, 'y');
  return numberOf(found, 'Y') ?? (two === undefined ? undefined : two <= 68 ? 2000 + two : 1900 + two);
};

const dateIn = (found: Map<string, string>): { year: number; month: number; day: number } => {
  const month = numberOf(found, 'm') ?? monthIn(found);
  const day = numberOf(found, 'd');
  const year = yearIn(found);
  const counted = month === undefined && day === undefined ? countedDay(found, year) : undefined;
  if (counted !== undefined) return dateOf(counted);
  return { year: year ?? 1900, month: month ?? 1, day: day ?? 1 };
};

const monthIn = (found: Map<string, string>): number | undefined => {
  const at = indexOfName(found.get('B'), months) ?? indexOfName(found.get('b'), shortNamesOf(months));
  return at === undefined ? undefined : at + 1;
};

const weekdayIn = (found: Map<string, string>): number | undefined => {
  const iso = numberOf(found, 'u');
  const sunday = numberOf(found, 'w');
  return (
    indexOfName(found.get('A'), weekdays) ??
    indexOfName(found.get('a'), shortNamesOf(weekdays)) ??
    (iso === undefined ? undefined : iso - 1) ??
    (sunday === undefined ? undefined : (sunday + 6) % 7)
  );
};

/** Returns the day from its number in the year, or from week and weekday. */
const countedDay = (found: Map<string, string>, year: number | undefined): number | undefined => {
  const weekday = weekdayIn(found);
  const isoYear = numberOf(found, 'G');
  const isoNumber = numberOf(found, 'V');
  if (isoYear !== undefined && isoNumber !== undefined && weekday !== undefined)
    return isoYearStart(isoYear) + (isoNumber - 1) * 7 + weekday;
  const start = daysOf(year ?? 1900, 1, 1);
  const dayOfYear = numberOf(found, 'j');
  if (dayOfYear !== undefined) return start + dayOfYear - 1;
  const sunday = found.has('U');
  const week = numberOf(found, sunday ? 'U' : 'W');
  if (week === undefined || weekday === undefined || year === undefined) return undefined;
  const firstWeekday = (((start + 3) % 7) + 7 + (sunday ? 1 : 0)) % 7;
  const dayOfWeek = sunday ? (weekday + 1) % 7 : weekday;
  if (week === 0) return start + dayOfWeek - firstWeekday;
  return start + ((7 - firstWeekday) % 7) + (week - 1) * 7 + dayOfWeek;
};
