import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { ReadFailedError } from '../../errors/connector-errors';
import { isoTime } from '../../time/iso-time';

const deepest = 5;

/** The value of a field of this name, from the outside in; undefined when there is none within five levels. */
export const findField = (data: Json | undefined, name: string, depth = 0): Json | undefined => {
  if (typeof data !== 'object' || data === null || depth > deepest) return undefined;
  if (isJsonObject(data) && Object.hasOwn(data, name)) return data[name] ?? undefined;
  for (const value of Object.values(data) as Json[]) {
    const found = findField(value, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A time as APIs give it, ISO 8601 or seconds or ms since 1970, in ms; undefined when it is none. */
export const readTime = (value: Json): number | undefined => {
  const iso = isoTime(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);
  return iso === null ? undefined : Date.parse(iso);
};

/** The same where it must be one. @throws ReadFailedError */
export const timeOf = (value: Json, what: string): number => {
  const time = readTime(value);
  if (time === undefined) throw new ReadFailedError(`${what} is no time that can be read`);
  return time;
};

/** When a token ends: a time where the manifest gives a format for it, else seconds from now. @throws ReadFailedError */
export const expiryOf = (value: Json, isTime: boolean, now: number): number => {
  if (isTime) return timeOf(value, 'OAuthAuthenticator: the end of the token');
  const seconds = typeof value === 'object' || value === '' ? NaN : Math.trunc(Number(value));
  if (Number.isNaN(seconds)) throw new ReadFailedError('OAuthAuthenticator: the life of the token is no number of seconds');
  return now + seconds * 1000;
};
