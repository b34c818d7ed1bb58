import { isInt, isMapping, isTruthy, typeNameOf } from '../values/kinds';
import { dictEntries, iterateItems } from '../values/containers';
import { limits } from '../runtime/evaluation';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { lineBreak, space, stripSpace } from '../values/space';
import { codePointsOf } from '../values/text';
import { type Dict, Tuple, type Value } from '../values/value';
import type { Signature } from './signature';

type Method = (text: string) => Signature;

const requireText = (value: Value | undefined, what = 'argument'): string => {
  if (typeof value !== 'string') throw typeError(`${what} must be str, not ${typeNameOf(value ?? null)}`);
  return value;
};

const intOf = (value: Value | undefined, fallback: number): number => {
  if (value === undefined || value === null) return fallback;
  if (!isInt(value) && typeof value !== 'boolean') throw typeError(`'${typeNameOf(value)}' object cannot be interpreted as an integer`);
  return Number(value);
};

const methodWithoutArguments =
  (work: (text: string) => Value): Method =>
  (text) => ({ parameters: [], required: 0, call: () => work(text) });

const method =
  (parameters: string[], required: number, work: (text: string, ...values: (Value | undefined)[]) => Value): Method =>
  (text) => ({ parameters, required, call: (values) => work(text, ...values) });

const strip = (text: string, chars: Value | undefined, sides: 'both' | 'left' | 'right'): string => {
  if (chars === undefined || chars === null) return stripSpace(text, sides);
  const set = new Set(Array.from(requireText(chars)));
  const points = Array.from(text);
  const drop = (char: string | undefined): boolean => char !== undefined && set.has(char);
  let from = 0;
  let to = points.length;
  if (sides !== 'right') while (from < to && drop(points[from])) from++;
  if (sides !== 'left') while (to > from && drop(points[to - 1])) to--;
  return points.slice(from, to).join('');
};

const splitWords = (text: string, max: number): string[] => {
  const words: string[] = [];
  let rest = stripSpace(text, 'left');
  while (rest && (max < 0 || words.length < max)) {
    const end = rest.search(space);
    if (end < 0) break;
    words.push(rest.slice(0, end));
    rest = stripSpace(rest.slice(end), 'left');
  }
  if (!rest) return words;
  return [...words, words.length === max ? rest : stripSpace(rest, 'right')];
};

const split = (text: string, separator: Value | undefined, max: Value | undefined): Value => {
  const count = intOf(max, -1);
  if (separator === undefined || separator === null) return splitWords(text, count);
  const by = requireText(separator);
  if (!by) throw valueError('empty separator');
  const parts = text.split(by);
  return count < 0 || parts.length <= count + 1 ? parts : [...parts.slice(0, count), parts.slice(count).join(by)];
};

const rsplit = (text: string, separator: Value | undefined, max: Value | undefined): Value => {
  const count = intOf(max, -1);
  if (separator === undefined || separator === null) return count < 0 ? splitWords(text, -1) : lastWords(text, count);
  const parts = split(text, separator, -1) as string[];
  if (count < 0 || parts.length <= count + 1) return parts;
  const cut = parts.length - count;
  return [parts.slice(0, cut).join(requireText(separator)), ...parts.slice(cut)];
};

const lastWords = (text: string, max: number): string[] => {
  const words: string[] = [];
  let rest = stripSpace(text, 'right');
  while (rest && words.length < max) {
    let start = rest.length;
    while (start > 0 && !space.test(rest.charAt(start - 1))) start--;
    words.unshift(rest.slice(start));
    rest = stripSpace(rest.slice(0, start), 'right');
  }
  return rest ? [words.length === max ? rest : stripSpace(rest, 'left'), ...words] : words;
};

const replace = (text: string, ...[from, to, count]: (Value | undefined)[]): string => {
  const [old, fresh, max] = [requireText(from), requireText(to), intOf(count, -1)];
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
  const changes = max < 0 ? parts.length - 1 : Math.min(max, parts.length - 1);
  if (text.length + changes * fresh.length > limits.characters) throw new PythonError('LimitError', 'a text that is too long');
  const head = parts.slice(0, changes + 1).join(fresh);
  return parts.length > changes + 1 ? head + old + parts.slice(changes + 1).join(old) : head;
};

const affixes = (value: Value | undefined): string[] =>
  (value instanceof Tuple ? value.items : [value]).map((item) => requireText(item, 'first argument'));

/** The part between two places; undefined when it begins after the end, where not even an empty text is found. */
const windowOf = (text: string, start: Value | undefined, end: Value | undefined): { part: string; from: number } | undefined => {
  if (start === undefined && end === undefined) return { part: text, from: 0 };
  const points = Array.from(text);
  const positionOf = (at: number): number => (at < 0 ? Math.max(0, at + points.length) : at);
  const [from, to] = [positionOf(intOf(start, 0)), positionOf(intOf(end, points.length))];
  return from > Math.min(to, points.length) ? undefined : { part: points.slice(from, to).join(''), from };
};

const find = (text: string, [what, start, end]: (Value | undefined)[], last: boolean): number => {
  const sought = requireText(what);
  const found = windowOf(text, start, end);
  if (!found) return -1;
  const at = last ? found.part.lastIndexOf(sought) : found.part.indexOf(sought);
  return at < 0 ? -1 : found.from + codePointsOf(found.part.slice(0, at)).length;
};

const index = (at: number): number => {
  if (at < 0) throw valueError('substring not found');
  return at;
};

const partition = (text: string, separator: Value | undefined, last: boolean): Value => {
  const by = requireText(separator);
  if (!by) throw valueError('empty separator');
  const at = last ? text.lastIndexOf(by) : text.indexOf(by);
  if (at < 0) return new Tuple(last ? ['', '', text] : [text, '', '']);
  return new Tuple([text.slice(0, at), by, text.slice(at + by.length)]);
};

const padText = (text: string, [width, fill]: (Value | undefined)[], side: 'left' | 'right' | 'both'): string => {
  const size = intOf(width, 0);
  if (size > limits.characters) throw new PythonError('LimitError', 'a text that is too long');
  const gap = Math.max(0, size - codePointsOf(text).length);
  const char = fill === undefined ? ' ' : requireText(fill);
  if (codePointsOf(char).length !== 1) throw typeError('the fill character must be exactly one character long');
  const before = side === 'left' ? 0 : side === 'right' ? gap : Math.floor(gap / 2) + (gap & size & 1);
  return char.repeat(before) + text + char.repeat(gap - before);
};

const zfill = (text: string, width: Value | undefined): string => {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + padText(text.slice(sign.length), [intOf(width, 0) - sign.length, '0'], 'right');
};

const capitalize = (text: string): string => {
  const [first = '', ...rest] = Array.from(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
};

/** Python's `title`: each run of letters begins with a capital. */
const titleCase = (text: string): string => text.replace(/\p{L}+/gu, capitalize);

const countText = (text: string, ...[what, start, end]: (Value | undefined)[]): number => {
  const sought = requireText(what);
  const found = windowOf(text, start, end);
  if (!found) return 0;
  return sought === '' ? codePointsOf(found.part).length + 1 : found.part.split(sought).length - 1;
};

const lineEnd = new RegExp(`\r\n|${lineBreak}`);
const line = new RegExp(`[^]*?(?:\r\n|${lineBreak}|$)`, 'g');

const splitLines = (text: string, keepEnds: Value | undefined): string[] => {
  const lines = (text.match(line) ?? []).slice(0, -1);
  return isTruthy(keepEnds ?? false) ? lines : lines.map((each) => each.replace(lineEnd, ''));
};

const join = (text: string, items: Value | undefined): string => {
  const parts = iterateItems(items ?? null);
  parts.forEach((part, at) => {
    if (typeof part !== 'string') throw typeError(`sequence item ${at}: expected str instance, ${typeNameOf(part)} found`);
  });
  return (parts as string[]).join(text);
};

const translate = (text: string, table: Value | undefined): string => {
  if (!isMapping(table ?? null)) throw typeError('translate() needs a dict');
  const map = new Map(dictEntries(table as Dict).map(([from, to]) => [Number(from), to]));
  return Array.from(text, (char) => {
    const to = map.get(char.codePointAt(0) ?? 0);
    return to === undefined ? char : to === null ? '' : typeof to === 'string' ? to : String.fromCodePoint(Number(to));
  }).join('');
};

const every = (pattern: RegExp) => methodWithoutArguments((text) => pattern.test(text));

/** The methods of `str` that templates may call. `format` is in its own file. */
export const stringMethods: Record<string, Method> = {
  capitalize: methodWithoutArguments(capitalize),
  casefold: methodWithoutArguments((text) => text.toLowerCase().replaceAll('ß', 'ss')),
  center: method(['width', 'fillchar'], 1, (text, ...args) => padText(text, args, 'both')),
  count: method(['sub', 'start', 'end'], 1, countText),
  encode: methodWithoutArguments((text) => text),
  endswith: method(['suffix', 'start', 'end'], 1, (text, ...[what, start, end]) => {
    const part = windowOf(text, start, end)?.part;
    return affixes(what).some((affix) => Boolean(part?.endsWith(affix)));
  }),
  expandtabs: method(['tabsize'], 0, (text, size) => text.replaceAll('\t', ' '.repeat(Math.min(64, intOf(size, 8))))),
  find: method(['sub', 'start', 'end'], 1, (text, ...args) => find(text, args, false)),
  index: method(['sub', 'start', 'end'], 1, (text, ...args) => index(find(text, args, false))),
  isalnum: every(/^[\p{L}\p{N}]+$/u),
  isalpha: every(/^\p{L}+$/u),
  isascii: every(/^[\0-\x7f]*$/),
  isdecimal: every(/^\p{Nd}+$/u),
  isdigit: every(/^[\p{Nd}²³¹⁰-⁹₀-₉]+$/u),
  isidentifier: every(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  islower: methodWithoutArguments((text) => text === text.toLowerCase() && text !== text.toUpperCase()),
  isnumeric: every(/^\p{N}+$/u),
  isprintable: methodWithoutArguments((text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)),
  isspace: methodWithoutArguments((text) => text !== '' && stripSpace(text) === ''),
  istitle: methodWithoutArguments((text) => /\p{L}/u.test(text) && titleCase(text) === text),
  isupper: methodWithoutArguments((text) => text === text.toUpperCase() && text !== text.toLowerCase()),
  join: method(['iterable'], 1, join),
  ljust: method(['width', 'fillchar'], 1, (text, ...args) => padText(text, args, 'left')),
  lower: methodWithoutArguments((text) => text.toLowerCase()),
  lstrip: method(['chars'], 0, (text, chars) => strip(text, chars, 'left')),
  partition: method(['sep'], 1, (text, by) => partition(text, by, false)),
  removeprefix: method(['prefix'], 1, (text, affix) =>
    text.startsWith(requireText(affix)) ? text.slice(requireText(affix).length) : text,
  ),
  removesuffix: method(['suffix'], 1, (text, affix) =>
    requireText(affix) && text.endsWith(requireText(affix)) ? text.slice(0, -requireText(affix).length) : text,
  ),
  replace: method(['old', 'new', 'count'], 2, replace),
  rfind: method(['sub', 'start', 'end'], 1, (text, ...args) => find(text, args, true)),
  rindex: method(['sub', 'start', 'end'], 1, (text, ...args) => index(find(text, args, true))),
  rjust: method(['width', 'fillchar'], 1, (text, ...args) => padText(text, args, 'right')),
  rpartition: method(['sep'], 1, (text, by) => partition(text, by, true)),
  rsplit: method(['sep', 'maxsplit'], 0, rsplit),
  rstrip: method(['chars'], 0, (text, chars) => strip(text, chars, 'right')),
  split: method(['sep', 'maxsplit'], 0, split),
  splitlines: method(['keepends'], 0, splitLines),
  startswith: method(['prefix', 'start', 'end'], 1, (text, ...[what, start, end]) => {
    const part = windowOf(text, start, end)?.part;
    return affixes(what).some((affix) => Boolean(part?.startsWith(affix)));
  }),
  strip: method(['chars'], 0, (text, chars) => strip(text, chars, 'both')),
  swapcase: methodWithoutArguments((text) =>
    Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join(''),
  ),
  title: methodWithoutArguments(titleCase),
  translate: method(['table'], 1, translate),
  upper: methodWithoutArguments((text) => text.toUpperCase()),
  zfill: method(['width'], 1, zfill),
};
