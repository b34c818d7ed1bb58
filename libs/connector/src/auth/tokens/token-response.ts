import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { ReadFailedError } from '../../errors/connector-errors';
import { toIsoTime } from '../../time/iso-time';

const deepest = 5;

/** Finds the value of a field of this name, outermost first; undefined if there is none within five levels. */
export const findField = (data: Json | undefined, name: string, depth = 0): Json | undefined => {
  if (typeof data !== 'object' || data === null || depth > deepest) return undefined;
  if (isJsonObject(data) && Object.hasOwn(data, name)) return data[name] ?? undefined;
  for (const value of Object.values(data) as Json[]) {
    const found = findField(value, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Parses a time of an API (ISO 8601, or seconds or ms since 1970) to ms; undefined if it is not a time. */
export const readTime = (value: Json): number | undefined => {
  const iso = toIsoTime(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);
  return iso === null ? undefined : Date.parse(iso);
};

/** Parses a time that must be valid. @throws ReadFailedError */
export const timeOf = (value: Json, what: string): number => {
  const time = readTime(value);
  if (time === undefined) throw new ReadFailedError(`${what} is not a readable time`);
  return time;
};

/** Returns when a token expires: a time if the manifest has a format for it, otherwise seconds from now. @throws ReadFailedError */
export const expiryOf = (value: Json, isTime: boolean, now: number): number => {
  if (isTime) return timeOf(value, 'OAuthAuthenticator: the end of the token');
  const seconds = typeof value === 'object' || value === '' ? NaN : Math.trunc(Number(value));
  if (Number.isNaN(seconds)) throw new ReadFailedError('OAuthAuthenticator: the life of the token is not a number of seconds');
  return now + seconds * 1000;
};
