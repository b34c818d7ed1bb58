import { requireValue } from '@twl/ports';
import { refuseUndefined } from '../values/compare';
import { dictOf, lengthOf } from '../values/containers';
import { isMapping, isTruthy, typeNameOf } from '../values/kinds';
import { toNumber, toFloat } from '../values/numbers';
import { formatPercent } from '../values/percent-format';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { codePointsOf, repr, str } from '../values/text';
import { Tuple, type Value } from '../values/value';
import { pairsOf } from '../methods/container-methods';
import { stringMethods } from '../methods/string-methods';
import { bindArguments } from '../methods/signature';
import { toJsonText } from './json-text';
import { defineFilter, filters } from './registry';

const numberOr = (value: Value | undefined, fallback: number): number =>
  value === undefined || value === null ? fallback : toNumber(value);

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

const escapeHtml = (value: Value): string => str(value).replace(/[&<>"']/g, (char) => escapes[char] ?? char);

const viaMethod =
  (name: string, ...args: Value[]) =>
  (value: Value): Value => {
    const signature = requireValue(stringMethods[name], 'method of that name')(str(value));
    return signature.call(bindArguments(name, signature, { positional: args, named: new Map() }), undefined as never);
  };

const titleWords = (value: Value): string =>
  str(value)
    .split(/([-\s({[<]+)/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())
    .join('');

const truncate = (value: Value, [size, kill, end, leeway]: (Value | undefined)[]): Value => {
  const [limit, ending] = [numberOr(size, 255), end === undefined ? '...' : str(end)];
  if (limit < codePointsOf(ending).length || numberOr(leeway, 5) < 0) throw valueError('no room for the end of a truncated text');
  if (lengthOf(value) <= limit + numberOr(leeway, 5)) return value;
  if (isMapping(value)) throw typeError("unhashable type: 'slice'");
  if (typeof value !== 'string') throw new PythonError('AttributeError', `'${typeNameOf(value)}' object has no attribute 'rsplit'`);
  const head = Array.from(value)
    .slice(0, Math.max(0, limit - ending.length))
    .join('');
  const space = head.lastIndexOf(' ');
  return (isTruthy(kill ?? false) || space < 0 ? head : head.slice(0, space)) + ending;
};

/** The value of filters that split a text into lines. */
const linesOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  refuseUndefined(value);
  throw new PythonError('AttributeError', `'${typeNameOf(value)}' object has no attribute 'splitlines'`);
};

const indent = (value: Value, [width, first, blank]: (Value | undefined)[]): string => {
  const space = typeof width === 'string' ? width : ' '.repeat(Math.min(1000, numberOr(width, 4)));
  refuseUndefined(value);
  if (typeof value !== 'string' && !Array.isArray(value)) throw typeError(`can only concatenate str, not '${typeNameOf(value)}'`);
  const lines = linesOf(value).split('\n');
  return lines
    .map((line, at) => ((at > 0 || isTruthy(first ?? false)) && (line || isTruthy(blank ?? false) || at === 0) ? space + line : line))
    .join('\n');
};

const wordwrap = (value: Value, [width, breakLong, wrap]: (Value | undefined)[]): string => {
  const size = Math.max(1, numberOr(width, 79));
  const wrapLine = (line: string): string[] => {
    const lines: string[] = [];
    let rest = line;
    while (rest.length > size) {
      const space = rest.lastIndexOf(' ', size);
      const next = space > 0 ? space : (breakLong ?? true) ? size : rest.indexOf(' ', size);
      if (next < 0) break;
      lines.push(rest.slice(0, next));
      rest = rest.slice(next).replace(/^ /, '');
    }
    return [...lines, rest];
  };
  return linesOf(value)
    .split('\n')
    .flatMap(wrapLine)
    .join(wrap === undefined || wrap === null ? '\n' : str(wrap));
};

/** Python's `urllib.parse.quote`: everything but letters, digits, `_.-~` and the characters named safe. */
export const quoteUrl = (text: string, safe: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%[0-9A-F]{2}/g, (code) => (safe.includes(decodeAscii(code)) ? decodeAscii(code) : code));

const decodeAscii = (code: string): string => {
  const value = parseInt(code.slice(1), 16);
  return value < 128 ? String.fromCharCode(value) : '\u0000';
};

const quoteForm = (value: Value): string => quoteUrl(str(value), '').replaceAll('%20', '+');

const urlencode = (value: Value): string => {
  if (typeof value === 'string' || (!isMapping(value) && !Array.isArray(value) && !(value instanceof Tuple)))
    return quoteUrl(str(value), '/');
  const pairs = pairsOf(value);
  return pairs.map(([key, item]) => `${quoteForm(key)}=${quoteForm(item)}`).join('&');
};

const filesize = (value: Value, [binary]: (Value | undefined)[]): string => {
  const [bytes, step] = [toNumber(toFloat(value)), isTruthy(binary ?? false) ? 1024 : 1000];
  const names = step === 1024 ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'] : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  if (bytes === 1) return '1 Byte';
  if (bytes < step) return `${Math.trunc(bytes)} Bytes`;
  const at = Math.min(names.length - 1, Math.floor(Math.log(bytes) / Math.log(step)) - 1);
  return `${(bytes / step ** (at + 1)).toFixed(1)} ${names[at]}`;
};

const replace = (value: Value, [from = null, to = null, count]: (Value | undefined)[]): Value =>
  viaMethod('replace', str(from), str(to), count === null || count === undefined ? -1 : count)(value);

defineFilter('upper', [], (value) => str(value).toUpperCase());
defineFilter('lower', [], (value) => str(value).toLowerCase());
defineFilter('capitalize', [], (value) => viaMethod('capitalize')(value));
defineFilter('title', [], titleWords);
defineFilter('trim', ['chars?'], (value, [chars]) => viaMethod('strip', chars ?? null)(value));
defineFilter('replace', ['old', 'new', 'count?'], replace);
defineFilter('center', ['width?'], (value, [width]) => viaMethod('center', width ?? 80)(value));
defineFilter('truncate', ['length?', 'killwords?', 'end?', 'leeway?'], truncate);
defineFilter('indent', ['width?', 'first?', 'blank?'], indent);
defineFilter('wordwrap', ['width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'], wordwrap);
defineFilter('wordcount', [], (value) => (str(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length);
defineFilter('urlencode', [], urlencode);
defineFilter('escape', [], escapeHtml);
defineFilter('e', [], escapeHtml);
defineFilter('forceescape', [], escapeHtml);
defineFilter('safe', [], str);
defineFilter('striptags', [], (value) =>
  str(value)
    .replace(/<!--[^]*?-->|<[^>]*>/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .join(' '),
);
defineFilter('pprint', [], (value) => repr(value));
defineFilter('filesizeformat', ['binary?'], filesize);
defineFilter('tojson', ['indent?'], (value, [space], run) =>
  run.bounded(
    toJsonText(value, { sorted: true, indent: space === undefined || space === null ? undefined : Math.min(16, toNumber(space)) }).replace(
      /[<>&']/g,
      (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
    ),
  ),
);
filters.set('format', (value, { positional, named }) => {
  if (positional.length && named.size) throw new PythonError('FilterError', 'positional and named arguments cannot be mixed');
  return formatPercent(str(value), named.size ? dictOf([...named]) : new Tuple(positional));
});
