import { refuseUndefined } from '../values/compare';
import { dictOf, length } from '../values/containers';
import { isMapping, truth, typeName } from '../values/kinds';
import { asNumber, toFloat } from '../values/numbers';
import { percentFormat } from '../values/percent-format';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { codePoints, repr, str } from '../values/text';
import { Tuple, type Value } from '../values/value';
import { pairsOf } from '../methods/container-methods';
import { stringMethods } from '../methods/string-methods';
import { bind } from '../methods/signature';
import { jsonText } from './json-text';
import { define, filters } from './registry';

const number = (value: Value | undefined, fallback: number): number => (value === undefined || value === null ? fallback : asNumber(value));

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

const escapeHtml = (value: Value): string => str(value).replace(/[&<>"']/g, (char) => escapes[char]!);

const viaMethod =
  (name: string, ...args: Value[]) =>
  (value: Value): Value => {
    const signature = stringMethods[name]!(str(value));
    return signature.call(bind(name, signature, { positional: args, named: new Map() }), undefined as never);
  };

const title = (value: Value): string =>
  str(value)
    .split(/([-\s({[<]+)/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())
    .join('');

const truncate = (value: Value, [size, kill, end, leeway]: (Value | undefined)[]): Value => {
  const [limit, ending] = [number(size, 255), end === undefined ? '...' : str(end)];
  if (limit < codePoints(ending).length || number(leeway, 5) < 0) throw valueError('no room for the end of a truncated text');
  if (length(value) <= limit + number(leeway, 5)) return value;
  if (isMapping(value)) throw typeError("unhashable type: 'slice'");
  if (typeof value !== 'string') throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'rsplit'`);
  const head = Array.from(value)
    .slice(0, Math.max(0, limit - ending.length))
    .join('');
  const space = head.lastIndexOf(' ');
  return (truth(kill ?? false) || space < 0 ? head : head.slice(0, space)) + ending;
};

/** The value of filters that split a text into lines. */
const linesOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  refuseUndefined(value);
  throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'splitlines'`);
};

const indent = (value: Value, [width, first, blank]: (Value | undefined)[]): string => {
  const space = typeof width === 'string' ? width : ' '.repeat(Math.min(1000, number(width, 4)));
  refuseUndefined(value);
  if (typeof value !== 'string' && !Array.isArray(value)) throw typeError(`can only concatenate str, not '${typeName(value)}'`);
  const lines = linesOf(value).split('\n');
  return lines
    .map((line, at) => ((at > 0 || truth(first ?? false)) && (line || truth(blank ?? false) || at === 0) ? space + line : line))
    .join('\n');
};

const wordwrap = (value: Value, [width, breakLong, wrap]: (Value | undefined)[]): string => {
  const size = Math.max(1, number(width, 79));
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
  return pairs.map(([key, item]) => `${quoteForm(key!)}=${quoteForm(item!)}`).join('&');
};

const filesize = (value: Value, [binary]: (Value | undefined)[]): string => {
  const [bytes, step] = [asNumber(toFloat(value)), truth(binary ?? false) ? 1024 : 1000];
  const names = step === 1024 ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'] : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  if (bytes === 1) return '1 Byte';
  if (bytes < step) return `${Math.trunc(bytes)} Bytes`;
  const at = Math.min(names.length - 1, Math.floor(Math.log(bytes) / Math.log(step)) - 1);
  return `${(bytes / step ** (at + 1)).toFixed(1)} ${names[at]}`;
};

const replace = (value: Value, [from, to, count]: (Value | undefined)[]): Value =>
  viaMethod('replace', str(from!), str(to!), count === null || count === undefined ? -1 : count)(value);

define('upper', [], (value) => str(value).toUpperCase());
define('lower', [], (value) => str(value).toLowerCase());
define('capitalize', [], (value) => viaMethod('capitalize')(value));
define('title', [], title);
define('trim', ['chars?'], (value, [chars]) => viaMethod('strip', chars ?? null)(value));
define('replace', ['old', 'new', 'count?'], replace);
define('center', ['width?'], (value, [width]) => viaMethod('center', width ?? 80)(value));
define('truncate', ['length?', 'killwords?', 'end?', 'leeway?'], truncate);
define('indent', ['width?', 'first?', 'blank?'], indent);
define('wordwrap', ['width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'], wordwrap);
define('wordcount', [], (value) => (str(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length);
define('urlencode', [], urlencode);
define('escape', [], escapeHtml);
define('e', [], escapeHtml);
define('forceescape', [], escapeHtml);
define('safe', [], str);
define('striptags', [], (value) =>
  str(value)
    .replace(/<!--[^]*?-->|<[^>]*>/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .join(' '));
define('pprint', [], (value) => repr(value));
define('filesizeformat', ['binary?'], filesize);
define('tojson', ['indent?'], (value, [space], run) =>
  run.bounded(
    jsonText(value, { sorted: true, indent: space === undefined || space === null ? undefined : Math.min(16, asNumber(space)) }).replace(
      /[<>&']/g,
      (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
    ),
  ));
filters.set('format', (value, { positional, named }) => {
  if (positional.length && named.size) throw new PythonError('FilterError', 'positional and named arguments cannot be mixed');
  return percentFormat(str(value), named.size ? dictOf([...named]) : new Tuple(positional));
});
