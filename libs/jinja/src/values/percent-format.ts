import { dictGet } from './containers';
import { isFloat, isInt, isMapping, isNumber, typeNameOf } from './kinds';
import { formatFixed, toNumber, toInt } from './numbers';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { reprOfFloat, Tuple, type Value } from './value';
import { codePointsOf, repr, str } from './text';

const directive = /%(?:\(([^)]*)\))?([-+ 0#]*)(\d+|\*)?(?:\.(\d+))?[hlL]?([^]?)/gu;

/** `'%s of %d' % (a, b)`. */
export const formatPercent = (format: string, argument: Value): string => {
  const items = argument instanceof Tuple ? argument.items : [argument];
  let used = 0;
  const next = (name: string | undefined): Value => {
    if (name !== undefined) return findByName(argument, name);
    const item = items[used++];
    if (item === undefined) throw typeError('not enough arguments for format string');
    return item;
  };
  let text = '';
  let from = 0;
  for (const match of format.matchAll(directive)) {
    const [whole, name, flags = '', width = '0', precision, kind = ''] = match;
    text += format.slice(from, match.index);
    from = match.index + whole.length;
    if (kind === '') throw valueError('incomplete format');
    if (!'diouxXeEfFgGcrsa%'.includes(kind)) throw valueError(`unsupported format character '${kind}'`);
    if (width === '*') throw valueError('* widths are not supported');
    text += kind === '%' ? '%' : pad(convertValue(kind, next(name), { flags, precision }), { flags, width: Number(width), kind });
  }
  if (used < items.length && !isMapping(argument)) throw typeError('not all arguments converted during string formatting');
  return text + format.slice(from);
};

const findByName = (argument: Value, name: string): Value => {
  if (!isMapping(argument)) throw typeError('format requires a mapping');
  const found = dictGet(argument, name);
  if (found === undefined) throw new PythonError('KeyError', name);
  return found;
};

const convertValue = (kind: string, value: Value, { flags, precision }: { flags: string; precision?: string }): string => {
  const digits = Math.min(100, Number(precision ?? 6));
  const sign = (text: string): string =>
    text.startsWith('-') ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
  if (kind === 's' || kind === 'r' || kind === 'a') {
    const text = kind === 's' ? str(value) : repr(value);
    return precision === undefined ? text : text.slice(0, Number(precision));
  }
  if (kind === 'c') return character(value);
  if (!isNumber(value)) throw typeError(`%${kind} format: a real number is required, not ${typeNameOf(value)}`);
  if ('diu'.includes(kind)) return sign(padDigits(String(toInt(value)), precision));
  if ('xXo'.includes(kind)) return sign(padDigits(inBase(kind, value), precision));
  const number = toNumber(value);
  if (kind === 'f' || kind === 'F') return sign(formatFixed(number, digits));
  if (kind === 'e' || kind === 'E') return sign(formatExponential(number, digits, kind));
  const shortest = formatGeneral(number, digits);
  return sign(kind === 'G' ? shortest.toUpperCase() : shortest);
};

/** Returns one character, given itself or by its code. */
const character = (value: Value): string => {
  if (typeof value === 'string' && codePointsOf(value).length === 1) return value;
  if (!isInt(value) && typeof value !== 'boolean') throw typeError('%c requires int or char');
  if (Number(value) < 0 || Number(value) > 0x10ffff) throw new PythonError('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(value));
};

const inBase = (kind: string, value: Value): string => {
  if (isFloat(value)) throw typeError(`%${kind} format: an integer is required, not float`);
  const text = toInt(value).toString(kind === 'o' ? 8 : 16);
  return kind === 'X' ? text.toUpperCase() : text;
};

/** A precision is a number of digits at least. */
const padDigits = (text: string, precision: string | undefined): string =>
  text.replace(/[\da-fA-F]+/, (digits) => digits.padStart(Math.min(100, Number(precision ?? 0)), '0'));

/** The `%e` form: one digit before the point, at least two in the exponent. */
export const formatExponential = (value: number, digits: number, kind: string): string => {
  const [mantissa = '', power = ''] = value.toExponential(digits).split('e');
  return `${mantissa}${kind}${power.startsWith('-') ? '-' : '+'}${power.replace(/[-+]/, '').padStart(2, '0')}`;
};

/** The `%g` form: the shorter of fixed and exponential, without trailing zeros. */
export const formatGeneral = (value: number, digits: number): string => {
  const precision = Math.max(1, digits);
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? '0' : reprOfFloat(value);
  const [mantissa = '', power = ''] = value.toExponential(precision - 1).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= precision) {
    return `${trimZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(value.toFixed(Math.max(0, precision - 1 - exponent)));
};

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

const pad = (text: string, { flags, width, kind }: { flags: string; width: number; kind: string }): string => {
  if (width > 10_000) throw new PythonError('LimitError', 'a format that is too wide');
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || 'src'.includes(kind)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
};
