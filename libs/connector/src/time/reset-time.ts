import { toEpochMs } from './epoch';
import { toIsoTime } from './iso-time';

/** A number is a time since 1970 if that time is not longer ago than this; anything else is seconds from now, ms. */
const longestAgo = 366 * 86_400_000;

/** A date as HTTP has it, in any of its three forms. */
const httpDate = /^[A-Z][a-z]{2,8},? /;

/**
 * Parses when a source accepts requests again, ms since 1970: seconds from now, a time since 1970 in seconds, ms, µs or ns, an ISO 8601
 * time, or an HTTP date. Undefined for anything else.
 */
export const parseResetTime = (text: string | undefined, now: number): number | undefined => {
  const value = text?.trim();
  if (!value) return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) {
    const at = toEpochMs(number);
    return at > now - longestAgo ? at : now + number * 1000;
  }
  const iso = toIsoTime(value);
  const at = iso === null ? (httpDate.test(value) ? Date.parse(value) : NaN) : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};
