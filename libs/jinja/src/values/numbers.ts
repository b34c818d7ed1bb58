import { PythonError, typeError, valueError } from '../runtime/python-error';
import { isInt, isNumber, typeNameOf } from './kinds';
import { Float, type Value } from './value';

/** Digits an integer may have, as in CPython; longer ones make quadratic work. */
const maxDigits = 4300;
const maxBits = BigInt(Math.ceil(maxDigits * 3.33));

/** Brings an integer into its one form. */
export const toIntegerValue = (value: bigint): number | bigint => {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  if (value > 1n << maxBits || value < -(1n << maxBits)) throw new PythonError('LimitError', `an integer of more than ${maxDigits} digits`);
  return value;
};

/** Brings a float into its one form. */
export const toFloatValue = (value: number): number | Float =>
  Number.isSafeInteger(value) || !Number.isFinite(value) ? new Float(value) : value;

/** The number as JavaScript's; a bool is 0 or 1. */
export const toNumber = (value: Value): number => (value instanceof Float ? value.value : Number(value));

export const toBigInt = (value: Value): bigint => BigInt(value as number | bigint | boolean);

/** Python's `int(value)`. */
export const toInt = (value: Value, base = 10): number | bigint => {
  if (typeof value === 'string') return parseInteger(value, base);
  if (typeof value === 'boolean') return Number(value);
  if (isInt(value)) return value;
  if (!isNumber(value)) throw typeError(`int() argument must be a string or a real number, not '${typeNameOf(value)}'`);
  const number = Math.trunc(toNumber(value));
  if (!Number.isFinite(number))
    throw new PythonError(Number.isNaN(number) ? 'ValueError' : 'OverflowError', 'cannot convert float to integer');
  return toIntegerValue(BigInt(number));
};

/** The text of a number without the space around it, in the digits of ASCII whatever script they are of. */
const plainDigits = (text: string): string =>
  text.trim().replace(/[^\0-\x7f]/gu, (char) => (/\p{Nd}/u.test(char) ? String(digitValue(char.codePointAt(0) ?? 0)) : char));

/** Digits of a script stand in a row of ten, from zero on. */
const digitValue = (code: number): number => {
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
};

const parseInteger = (text: string, base: number): number | bigint => {
  const match = /^([+-]?)(0[xob])?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(plainDigits(text));
  const fail = valueError(`invalid literal for int() with base ${base}: '${text}'`);
  if (!match) throw fail;
  const [, sign = '', prefix = '', body = ''] = match;
  if (prefix && base !== 16 && base !== 8 && base !== 2 && base !== 0) throw fail;
  const digits = body.replaceAll('_', '').toLowerCase();
  if (digits.length > maxDigits) throw valueError('too many digits for an integer');
  const radix = { '0x': 16, '0o': 8, '0b': 2 }[prefix.toLowerCase()] ?? (base || 10);
  if (prefix && base !== 0 && base !== radix) throw fail;
  const limit = radix <= 10 ? new RegExp(`^[0-${radix - 1}]+$`) : new RegExp(`^[0-9a-${String.fromCharCode(86 + radix)}]+$`);
  if (!limit.test(digits)) throw fail;
  const value =
    radix === 10 ? BigInt(digits) : [...digits].reduce((sum, digit) => sum * BigInt(radix) + BigInt(parseInt(digit, radix)), 0n);
  return toIntegerValue(sign === '-' ? -value : value);
};

/** Python's `float(value)`. */
export const toFloat = (value: Value): number | Float => {
  if (isNumber(value)) return toFloatValue(toNumber(value));
  if (typeof value !== 'string') throw typeError(`float() argument must be a string or a real number, not '${typeNameOf(value)}'`);
  const text = plainDigits(value).toLowerCase();
  if (/^[+-]?(?:inf|infinity|nan)$/.test(text)) return new Float(text.includes('nan') ? NaN : text.startsWith('-') ? -Infinity : Infinity);
  if (!/^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/.test(text)) {
    throw valueError(`could not convert string to float: '${value}'`);
  }
  return toFloatValue(Number(text.replaceAll('_', '')));
};

/** Rounds half to even, as Python does; exact in decimal digits. */
export const roundHalfEven = (value: number, digits: number): number => {
  if (!Number.isFinite(value) || digits > 22) return value;
  const scale = 10 ** digits;
  const scaled = value * scale;
  if (!Number.isFinite(scaled)) return value;
  if (digits > 0) {
    const shown = formatFixed(value, digits);
    return Number(shown);
  }
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return rounded === 0 && value < 0 ? -0 : rounded / scale;
};

/** `toFixed` that rounds an exact half to even, as C's printf. */
export const formatFixed = (value: number, digits: number): string => {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits ? `.${'0'.repeat(digits)}` : ''}`;
  const text = value.toFixed(digits);
  const more = value.toFixed(Math.min(100, digits + 30));
  const tail = more.slice(more.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(tail)) return text;
  const down = more.slice(0, more.length - tail.length).replace(/\.$/, '');
  return /[02468]$/.test(down) ? down : text === down ? awayFromZero(down) : text;
};

const awayFromZero = (text: string): string => {
  const point = text.indexOf('.');
  const digits = point < 0 ? 0 : text.length - point - 1;
  const whole = BigInt(text.replace('.', '').replace('-', '')) + 1n;
  const padded = String(whole).padStart(digits + 1, '0');
  const shown = digits ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded;
  return text.startsWith('-') ? `-${shown}` : shown;
};
