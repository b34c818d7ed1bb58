import type { Json } from '@twl/contracts';
import { daysInMonth, daysOf } from '@twl/jinja';
import { toEpochMs } from './epoch';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const mailDate = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC?|Z|[ECMP][SD]T|[+-]\d{4})$/;
const epochText = /^[+-]?(?:\d{9,13}|\d{16}|\d{19})(?:\.\d+)?$/;
/** Twelve digits that may as well be a date and a time without any mark between them. */
const compact = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/;

/** No time is written in more characters. */
const longest = 64;

/** The zero time of Go, .NET and old dates of Java. */
const zeroTime = '0001-01-01T00:00:00.000Z';

/**
 * Converts a time of a source (ISO 8601, mail dates, a count since 1970 in seconds, ms, µs or ns, distinguished by size) to ISO time in
 * UTC; null if it is not a time, is outside the years 1 to 9999, or is the zero time 0001-01-01T00:00:00Z. Without a zone it is UTC. A leap
 * second belongs to the minute it ends; 24:00 is the start of the next day.
 */
export const toIsoTime = (value: Json | undefined): string | null => {
  if (typeof value === 'number' || typeof value === 'bigint') return isoOfMs(toEpochMs(Number(value)));
  if (typeof value !== 'string' || value.length > longest) return null;
  if (epochText.test(value) && !compact.test(value)) return isoOfMs(toEpochMs(Number(value)));
  if (mailDate.test(value)) return isoOfMs(Date.parse(value));
  const parts = pattern.exec(value);
  return parts ? isoOfMs(msOf(parts)) : null;
};

/** Converts a time with fractions below a millisecond, up to the nanosecond, if the source has them. */
export const toExactIsoTime = (value: Json | undefined): string | null => withRest(toIsoTime(value), finer(value));

/** Microseconds since 1970 as ISO time; null as for `isoOfMs`. */
export const isoOfMicros = (micros: number | bigint): string | null => {
  const ms = Math.floor(Number(micros) / 1000);
  if (!Number.isFinite(ms)) return null;
  const rest = Number(BigInt(typeof micros === 'number' ? Math.floor(micros) : micros) - BigInt(ms) * 1000n);
  return withRest(isoOfMs(ms), rest > 0 && rest < 1000 ? String(rest).padStart(3, '0') : '');
};

const withRest = (iso: string | null, digits: string): string | null => {
  const rest = digits.replace(/0+$/, '');
  return iso === null || rest === '' ? iso : iso.replace('Z', `${rest}Z`);
};

/** The digits of a time behind its milliseconds: six at most, as Date.parse misreads a second of more than nine. */
const finer = (value: Json | undefined): string => {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
  if (/^(?:\d{16}|\d{19})$/.test(text)) return text.slice(13);
  const parts = pattern.exec(text.slice(0, longest + 1));
  return parts && parts[6] !== '60' ? (parts[7] ?? '').slice(3, 9) : '';
};

/** Milliseconds since 1970 as ISO time; null beyond the years 1 to 9999, and for the zero time. */
const isoOfMs = (ms: number): string | null => {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1) return null;
  const iso = date.toISOString();
  return iso === zeroTime ? null : iso;
};

const msOf = (parts: RegExpExecArray): number => {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && ms === 0;
  const isDate = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate || minute > 59 || second > 60 || (hour > 23 && !isEndOfDay)) return NaN;
  const within = second === 60 ? 59_999 : second * 1000 + ms;
  return daysOf(year, month, day) * 86_400_000 + hour * 3_600_000 + minute * 60_000 + within - offset(parts[8]);
};

const offset = (zone: string | undefined): number => {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000 : 0;
};
