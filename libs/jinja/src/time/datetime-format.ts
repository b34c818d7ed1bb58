import { reprOfFloat } from '../values/value';
import { toNumber, roundHalfEven, toFloat } from '../values/numbers';
import { PythonError, valueError } from '../runtime/python-error';
import { microsOf, momentAt, type Moment } from './moment';
import { strftime } from './strftime';
import { strptime } from './strptime';

const scaled: Record<string, bigint> = { '%s': 1_000_000n, '%ms': 1000n, '%epoch_microseconds': 1n };

const parseWholeNumber = (value: string | number | bigint): bigint => {
  const text = String(value)
    .trim()
    .replace(/(?<=\d)_(?=\d)/g, '');
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (!/^[+-]?\d{1,40}$/.test(text)) throw valueError(`'${value}' is not a whole number`);
  return BigInt(text.replace('+', ''));
};

/**
 * Reads a time in one of the language's formats: Python's `strptime`, and `%s`, `%s_as_float`, `%ms`, `%epoch_microseconds`, `%_ms`.
 * Without an offset in the text it is UTC. @throws ValueError
 */
export const parseDatetime = (value: string | number | bigint, format: string): Moment => {
  const unit = Object.hasOwn(scaled, format) ? scaled[format] : undefined;
  if (unit !== undefined) return momentAt(parseWholeNumber(value) * unit);
  if (format === '%s_as_float') {
    const seconds = toNumber(toFloat(value));
    if (!Number.isFinite(seconds)) throw valueError(`'${value}' is not a number`);
    const whole = Math.trunc(seconds);
    return momentAt(BigInt(whole) * 1_000_000n + BigInt(roundHalfEven((seconds - whole) * 1e6, 0)));
  }
  const moment = strptime(String(value), format.replaceAll('%_ms', '%f'));
  return { ...moment, offset: moment.offset ?? 0 };
};

/** Returns seconds since 1970 as the float that Python computes: rounded once, even if the microseconds exceed a float. */
export const timestampOf = (moment: Moment): number => {
  const micros = microsOf(moment);
  if (Number.isSafeInteger(Number(micros))) return Number(micros) / 1e6;
  const text = String(micros);
  return Number(`${text.slice(0, -6)}.${text.slice(-6)}`);
};

/** Writes a time in one of the language's formats. */
export const formatDatetime = (moment: Moment, format: string): string => {
  const seconds = timestampOf(moment);
  switch (format) {
    case '%s':
      return String(Math.trunc(seconds));
    case '%s_as_float':
      return reprOfFloat(seconds);
    case '%epoch_microseconds':
      return String(BigInt(Math.trunc(seconds * 1e6)));
    case '%ms':
      return String(Math.trunc(seconds * 1000));
  }
  if (format.length > 10_000) throw new PythonError('LimitError', 'a format that is too long');
  if (!format.includes('%_ms')) return strftime(moment, format);
  const millis = String(moment.micro).padStart(6, '0').slice(0, 3);
  return strftime(moment, format.replaceAll(/%_ms|(?<!%)%f/g, millis));
};
