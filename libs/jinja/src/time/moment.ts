import { valueError } from '../runtime/python-error';
import { dateOf, daysInMonth, daysOf } from './calendar';

/** A wall-clock time with its offset from UTC, exact to the microsecond. `offset` null means that none is known. */
export interface Moment {
  /** Seconds since 1970-01-01 00:00 of the same wall clock. */
  wall: number;
  /** Microseconds within the second. */
  micro: number;
  /** Seconds east of UTC. */
  offset: number | null;
}

export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** @throws ValueError for a date that does not exist */
export const momentOf = (civil: Civil, micro: number, offset: number | null): Moment => {
  const { year, month, day, hour, minute, second } = civil;
  if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw valueError('month must be in 1..12');
  if (day < 1 || day > daysInMonth(year, month)) throw valueError('day is out of range for month');
  if (hour > 23 || minute > 59 || second > 59 || Math.min(hour, minute, second) < 0) throw valueError('time is out of range');
  return { wall: daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, micro, offset };
};

/** From microseconds since 1970 UTC, as a time of UTC. @throws ValueError beyond the years 1 to 9999 */
export const momentAt = (micros: bigint): Moment => {
  const micro = Number(((micros % 1_000_000n) + 1_000_000n) % 1_000_000n);
  return checkRange({ wall: Number((micros - BigInt(micro)) / 1_000_000n), micro, offset: 0 });
};

const first = daysOf(1, 1, 1) * 86_400;
const last = daysOf(10_000, 1, 1) * 86_400;

/** @throws ValueError beyond the years 1 to 9999 */
export const checkRange = (moment: Moment): Moment => {
  if (!(moment.wall >= first && moment.wall < last)) throw valueError('date value out of range');
  return moment;
};

export const civilOf = ({ wall }: Moment): Civil => {
  const days = Math.floor(wall / 86_400);
  const rest = wall - days * 86_400;
  return { ...dateOf(days), hour: Math.floor(rest / 3600), minute: Math.floor(rest / 60) % 60, second: rest % 60 };
};

export const dayOf = ({ wall }: Moment): number => Math.floor(wall / 86_400);

/** Microseconds since 1970 UTC; without an offset UTC is assumed. */
export const microsOf = ({ wall, micro, offset }: Moment): bigint => BigInt(wall - (offset ?? 0)) * 1_000_000n + BigInt(micro);

/** Returns the same instant in UTC; a time without an offset is UTC. */
export const toUtc = ({ wall, micro, offset }: Moment): Moment => checkRange({ wall: wall - (offset ?? 0), micro, offset: 0 });

/** The same wall clock later by some microseconds. */
export const addMicros = ({ wall, micro, offset }: Moment, micros: bigint): Moment => {
  const moved = momentAt(BigInt(wall) * 1_000_000n + BigInt(micro) + micros);
  return { ...moved, offset };
};

/** `+00:00`, or without the colon. */
export const formatOffset = (offset: number, colon: boolean): string => {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const seconds = Math.abs(offset) % 60;
  const mark = colon ? ':' : '';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${mark}${two(minutes % 60)}${seconds ? mark + two(seconds) : ''}`;
};
