import { compare, refuseUndefined } from '../values/compare';
import { dictEntries, iterate, keyOf, length } from '../values/containers';
import { getAttribute } from '../methods/attributes';
import { isIterable, isMapping, itemsOf, truth, typeName } from '../values/kinds';
import { asNumber } from '../values/numbers';
import { arithmetic } from '../values/operators';
import { PythonError, typeError } from '../runtime/python-error';
import { orElse } from '../values/present';
import { codePoints, str } from '../values/text';
import { Tuple, Undefined, type Value } from '../values/value';
import { folded, getter, keysGetter } from './item-getter';
import { define } from './registry';

const fallback = (value: Value, [other, falsy]: (Value | undefined)[]): Value =>
  value instanceof Undefined || (truth(falsy ?? false) && !truth(value)) ? orElse(other, '') : value;

const join = (value: Value, [separator, attribute]: (Value | undefined)[]): string => {
  const items = attribute === undefined || attribute === null ? iterate(value) : iterate(value).map(getter(attribute));
  return items.map(str).join(separator === undefined ? '' : str(separator));
};

const sorted = (items: Value[], key: (item: Value) => Value, reverse: boolean): Value[] => {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => (reverse ? compare(b.key, a.key, '<') : compare(a.key, b.key, '<')));
  return keyed.map(({ item }) => item);
};

const sort = (value: Value, [reverse, caseSensitive, attribute]: (Value | undefined)[]): Value =>
  sorted(iterate(value), keysGetter(attribute, truth(caseSensitive ?? false)), truth(reverse ?? false));

const dictsort = (value: Value, [caseSensitive, by, reverse]: (Value | undefined)[]): Value => {
  refuseUndefined(value);
  if (!isMapping(value)) throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const place = (by ?? 'key') === 'key' ? 0 : 1;
  const fold = truth(caseSensitive ?? false) ? (item: Value) => item : folded;
  const entries = dictEntries(value).map((entry) => new Tuple(entry));
  return sorted(entries, (entry) => fold((entry as Tuple).items[place]!), truth(reverse ?? false));
};

const unique = (value: Value, [caseSensitive, attribute]: (Value | undefined)[]): Value => {
  const key = getter(attribute, truth(caseSensitive ?? false) ? undefined : folded);
  const seen = new Set<Value>();
  return iterate(value).filter((item) => {
    const mark = keyOf(key(item));
    return !seen.has(mark) && seen.add(mark);
  });
};

const extreme =
  (direction: number) =>
  (value: Value, [caseSensitive, attribute]: (Value | undefined)[]): Value => {
    const key = getter(attribute, truth(caseSensitive ?? false) ? undefined : folded);
    const items = iterate(value);
    if (!items.length) return new Undefined('the extreme of an empty sequence');
    return items.reduce((best, item) => (compare(key(item), key(best), '<') * direction > 0 ? item : best));
  };

const groupby = (value: Value, [attribute, other, caseSensitive]: (Value | undefined)[]): Value => {
  const key = getter(attribute, undefined, other);
  const fold = truth(caseSensitive ?? false) ? (item: Value) => item : folded;
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sorted(iterate(value), (each) => fold(key(each)), false)) {
    const group = groups.at(-1);
    if (group && compare(fold(group.key), fold(key(item)), '<') === 0) group.items.push(item);
    else groups.push({ key: key(item), items: [item] });
  }
  return groups.map((group) => new Tuple([group.key, group.items]));
};

const batch = (value: Value, [size, fill]: (Value | undefined)[]): Value => {
  const count = Math.max(1, asNumber(size ?? 1));
  const items = iterate(value);
  const rows = Array.from({ length: Math.ceil(items.length / count) }, (_, at) => items.slice(at * count, (at + 1) * count));
  const last = rows.at(-1);
  while (last && fill !== undefined && fill !== null && last.length < Math.min(count, 10_000)) last.push(fill);
  return rows;
};

const slices = (value: Value, [count, fill]: (Value | undefined)[]): Value => {
  const items = iterate(value);
  const number = Math.min(10_000, Math.max(1, asNumber(count ?? 1)));
  const [each, longer] = [Math.floor(items.length / number), items.length % number];
  let from = 0;
  return Array.from({ length: number }, (_, at) => {
    const size = each + (at < longer ? 1 : 0);
    const row = items.slice(from, from + size);
    from += size;
    return fill !== undefined && fill !== null && at >= longer ? [...row, fill] : row;
  });
};

const reverse = (value: Value): Value => {
  if (!isIterable(value)) throw new PythonError('FilterError', 'argument must be iterable');
  return typeof value === 'string' ? Array.from(value).reverse().join('') : [...iterate(value)].reverse();
};

const ends =
  (last: boolean) =>
  (value: Value): Value => {
    const items = typeof value === 'string' ? codePoints(value) : iterate(value);
    return orElse(last ? items.at(-1) : items[0], new Undefined(last ? 'the last item' : 'the first item'));
  };

const items = (value: Value): Value => {
  if (value instanceof Undefined) return [];
  if (!isMapping(value)) throw typeError('Can only get item pairs from a mapping.');
  return dictEntries(value).map((entry) => new Tuple(entry));
};

const sum = (value: Value, [attribute, start]: (Value | undefined)[]): Value => {
  const list = attribute === undefined || attribute === null ? iterate(value) : iterate(value).map(getter(attribute));
  return list.reduce((total, item) => arithmetic('+', total, item), start ?? 0);
};

define('default', ['default_value?', 'boolean?'], fallback);
define('d', ['default_value?', 'boolean?'], fallback);
define('join', ['d?', 'attribute?'], join);
define('length', [], length);
define('count', [], length);
define('first', [], ends(false));
define('last', [], ends(true));
define('list', [], (value) => [...iterate(value)]);
define('items', [], items);
define('reverse', [], reverse);
define('sort', ['reverse?', 'case_sensitive?', 'attribute?'], sort);
define('dictsort', ['case_sensitive?', 'by?', 'reverse?'], dictsort);
define('unique', ['case_sensitive?', 'attribute?'], unique);
define('min', ['case_sensitive?', 'attribute?'], extreme(-1));
define('max', ['case_sensitive?', 'attribute?'], extreme(1));
define('sum', ['attribute?', 'start?'], sum);
define('groupby', ['attribute', 'default?', 'case_sensitive?'], groupby);
define('batch', ['linecount', 'fill_with?'], batch);
define('slice', ['slices', 'fill_with?'], slices);
define('attr', ['name'], (value, [name]) => getAttribute(value, str(name!)));
define('random', [], (value, _args, run) => {
  const list = itemsOf(value) ?? iterate(value);
  return orElse(list[Math.floor(run.scope.random() * list.length)], new Undefined('a random item of nothing'));
});
