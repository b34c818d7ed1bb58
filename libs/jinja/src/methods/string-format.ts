import { getAttribute, getItem } from './attributes';
import { isFloat, isNumber, typeNameOf } from '../values/kinds';
import { toNumber, formatFixed, toInt } from '../values/numbers';
import { formatExponential, formatGeneral } from '../values/percent-format';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { codePointsOf, repr, str } from '../values/text';
import { type Arguments, PythonObject, type Value } from '../values/value';

const field = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]/g;

/** `'{} of {name:>5}'.format(a, name=b)`. */
export const formatText = (format: string, args: Arguments): string => {
  let automatic = 0;
  let numbered = false;
  const fieldPartsOf = (first: string): string => {
    if (/^\d+$/.test(first)) numbered = true;
    if (numbered && (automatic > 0 || first === '')) throw valueError('numbered and unnumbered fields cannot be mixed');
    return first === '' ? String(automatic++) : first;
  };
  return format.replace(field, (whole, ...[path, conversion, spec]: (string | undefined)[]) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    if (path === undefined) throw valueError(`single '${whole}' encountered in format string`);
    const [, first = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
    const value = followPath(findArgument(fieldPartsOf(first), args), rest);
    return formatValue(conversion ? (conversion === 's' ? str(value) : repr(value)) : value, spec ?? '');
  });
};

const findArgument = (name: string, args: Arguments): Value => {
  const value = /^\d+$/.test(name) ? args.positional[Number(name)] : args.named.get(name);
  if (value === undefined) throw new PythonError('KeyError', `no argument ${name} to format`);
  return value;
};

const followPath = (value: Value, path: string): Value => {
  let found = value;
  for (const [, attribute, item = ''] of path.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    found = attribute !== undefined ? getAttribute(found, attribute) : getItem(found, /^\d+$/.test(item) ? Number(item) : item);
  }
  return found;
};

const specification = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** Python's `format(value, spec)`. */
const formatValue = (value: Value, spec: string): string => {
  if (!spec) return str(value);
  if (value instanceof PythonObject && value.attribute('strftime'))
    return (value as PythonObject & { format(spec: string): string }).format(spec);
  const numeric = isNumber(value);
  if (!numeric && typeof value !== 'string') throw typeError(`unsupported format string passed to ${typeNameOf(value)}.__format__`);
  const match = specification.exec(spec);
  if (!match) throw valueError(`invalid format specifier '${spec}'`);
  const [, fill, align, sign, prefixed, zero, width, group, precision, kind] = match;
  if (!numeric && (sign || group || align === '=')) throw valueError(`the specifier '${spec}' is for numbers only`);
  const text = numeric ? numberText(value, { sign, prefixed, group, precision, kind }) : formatPlainText(value, precision, kind);
  return padTo(text, {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero && numeric ? '=' : numeric ? '>' : '<'),
    width: Number(width ?? 0),
  });
};

const formatPlainText = (value: Value, precision: string | undefined, kind: string | undefined): string => {
  if (kind && kind !== 's') throw valueError(`unknown format code '${kind}' for object of type '${typeNameOf(value)}'`);
  const text = str(value);
  return precision === undefined ? text : Array.from(text).slice(0, Number(precision)).join('');
};

interface NumberFormat {
  sign?: string;
  prefixed?: string;
  group?: string;
  precision?: string;
  kind?: string;
}

const numberText = (value: Value, { sign, prefixed, group, precision, kind }: NumberFormat): string => {
  const text = digitsOf(value, precision === undefined ? undefined : Math.min(100, Number(precision)), kind);
  const [digits = '', ...rest] = text.split(/(?=[.e%])/);
  const grouped = group ? digits.replace(/\B(?=(\d{3})+(?!\d))/g, group) : digits;
  const whole = grouped + rest.join('');
  const shown = prefixed && 'xXob'.includes(kind ?? ' ') ? whole.replace(/^-?/, `$&0${kind}`) : whole;
  return shown.startsWith('-') || !sign || sign === '-' ? shown : sign + shown;
};

const digitsOf = (value: Value, precision: number | undefined, kind: string | undefined): string => {
  const number = toNumber(value);
  const whole = !isFloat(value);
  if (kind && 'dxXobc'.includes(kind) && !whole) throw valueError(`unknown format code '${kind}' for object of type 'float'`);
  if (precision !== undefined && whole && 'dxXobcn'.includes(kind ?? 'd')) throw valueError('a whole number takes no precision');
  switch (kind) {
    case 'd':
      return String(toInt(value));
    case 'f':
    case 'F':
      return formatFixed(number, precision ?? 6);
    case '%':
      return `${formatFixed(number * 100, precision ?? 6)}%`;
    case 'e':
    case 'E':
      return formatExponential(number, precision ?? 6, kind);
    case 'x':
      return toInt(value).toString(16);
    case 'X':
      return toInt(value).toString(16).toUpperCase();
    case 'o':
      return toInt(value).toString(8);
    case 'b':
      return toInt(value).toString(2);
    case 'n':
      return whole ? String(toInt(value)) : formatGeneral(number, precision ?? 6);
    case 'g':
      return formatGeneral(number, precision ?? 6);
    case 'G':
      return formatGeneral(number, precision ?? 6).toUpperCase();
    case undefined:
      return precision === undefined ? str(typeof value === 'boolean' ? Number(value) : value) : formatGeneral(number, precision);
    default:
      throw valueError(`unknown format code '${kind}' for object of type '${typeNameOf(value)}'`);
  }
};

const padTo = (text: string, { fill, align, width }: { fill: string; align: string; width: number }): string => {
  if (width > 10_000) throw new PythonError('LimitError', 'a format that is too wide');
  const gap = Math.max(0, width - codePointsOf(text).length);
  if (align === '<') return text + fill.repeat(gap);
  if (align === '>') return fill.repeat(gap) + text;
  if (align === '^') return fill.repeat(Math.floor(gap / 2)) + text + fill.repeat(Math.ceil(gap / 2));
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + fill.repeat(gap) + text.slice(sign.length);
};
