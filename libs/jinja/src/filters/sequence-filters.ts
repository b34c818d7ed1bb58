import { compareValues, refuseUndefined } from '../values/compare';
import { dictEntries, iterateItems, normalizeKey, lengthOf } from '../values/containers';
import { getAttribute } from '../methods/attributes';
import { isIterable, isMapping, itemsOf, isTruthy, typeNameOf } from '../values/kinds';
import { toNumber } from '../values/numbers';
import { applyArithmetic } from '../values/operators';
import { PythonError, typeError } from '../runtime/python-error';
import { orElse } from '../values/present';
import { codePointsOf, str } from '../values/text';
import { Tuple, Undefined, type Value } from '../values/value';
import { foldCase, createGetter, createKeysGetter } from './item-getter';
import { defineFilter } from './registry';

const fallback = (value: Value, [other, falsy]: (Value | undefined)[]): Value =>
  value instanceof Undefined || (isTruthy(falsy ?? false) && !isTruthy(value)) ? orElse(other, '') : value;

const join = (value: Value, [separator, attribute]: (Value | undefined)[]): string => {
  const items = attribute === undefined || attribute === null ? iterateItems(value) : iterateItems(value).map(createGetter(attribute));
  return items.map(str).join(separator === undefined ? '' : str(separator));
};

const sortItems = (items: Value[], key: (item: Value) => Value, reverse: boolean): Value[] => {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => (reverse ? compareValues(b.key, a.key, '<') : compareValues(a.key, b.key, '<')));
  return keyed.map(({ item }) => item);
};

const sort = (value: Value, [reverse, caseSensitive, attribute]: (Value | undefined)[]): Value =>
  sortItems(iterateItems(value), createKeysGetter(attribute, isTruthy(caseSensitive ?? false)), isTruthy(reverse ?? false));

const dictsort = (value: Value, [caseSensitive, by, reverse]: (Value | undefined)[]): Value => {
  refuseUndefined(value);
  if (!isMapping(value)) throw new PythonError('AttributeError', `'${typeNameOf(value)}' object has no attribute 'items'`);
  const index = (by ?? 'key') === 'key' ? 0 : 1;
  const fold = isTruthy(caseSensitive ?? false) ? (item: Value) => item : foldCase;
  const entries = dictEntries(value).map((entry) => new Tuple(entry));
  return sortItems(entries, (entry) => fold((entry as Tuple).items[index] ?? null), isTruthy(reverse ?? false));
};

const unique = (value: Value, [caseSensitive, attribute]: (Value | undefined)[]): Value => {
  const key = createGetter(attribute, isTruthy(caseSensitive ?? false) ? undefined : foldCase);
  const seen = new Set<Value>();
  return iterateItems(value).filter((item) => {
    const mark = normalizeKey(key(item));
    return !seen.has(mark) && seen.add(mark);
  });
};

const extreme =
  (direction: number) =>
  (value: Value, [caseSensitive, attribute]: (Value | undefined)[]): Value => {
    const key = createGetter(attribute, isTruthy(caseSensitive ?? false) ? undefined : foldCase);
    const items = iterateItems(value);
    if (!items.length) return new Undefined('the extreme of an empty sequence');
    return items.reduce((best, item) => (compareValues(key(item), key(best), '<') * direction > 0 ? item : best));
  };

const groupby = (value: Value, [attribute, other, caseSensitive]: (Value | undefined)[]): Value => {
  const key = createGetter(attribute, undefined, other);
  const fold = isTruthy(caseSensitive ?? false) ? (item: Value) => item : foldCase;
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortItems(iterateItems(value), (each) => fold(key(each)), false)) {
    const group = groups.at(-1);
    if (group && compareValues(fold(group.key), fold(key(item)), '<') === 0) group.items.push(item);
    else groups.push({ key: key(item), items: [item] });
  }
  return groups.map((group) => new Tuple([group.key, group.items]));
};

const batch = (value: Value, [size, fill]: (Value | undefined)[]): Value => {
  const count = Math.max(1, toNumber(size ?? 1));
  const items = iterateItems(value);
  const rows = Array.from({ length: Math.ceil(items.length / count) }, (_, at) => items.slice(at * count, (at + 1) * count));
  const last = rows.at(-1);
  while (last && fill !== undefined && fill !== null && last.length < Math.min(count, 10_000)) last.push(fill);
  return rows;
};

const slices = (value: Value, [count, fill]: (Value | undefined)[]): Value => {
  const items = iterateItems(value);
  const number = Math.min(10_000, Math.max(1, toNumber(count ?? 1)));
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
  return typeof value === 'string' ? Array.from(value).reverse().join('') : [...iterateItems(value)].reverse();
};

const ends =
  (last: boolean) =>
  (value: Value): Value => {
    const items = typeof value === 'string' ? codePointsOf(value) : iterateItems(value);
    return orElse(last ? items.at(-1) : items[0], new Undefined(last ? 'the last item' : 'the first item'));
  };

const items = (value: Value): Value => {
  if (value instanceof Undefined) return [];
  if (!isMapping(value)) throw typeError('Can only get item pairs from a mapping.');
  return dictEntries(value).map((entry) => new Tuple(entry));
};

const sum = (value: Value, [attribute, start]: (Value | undefined)[]): Value => {
  const list = attribute === undefined || attribute === null ? iterateItems(value) : iterateItems(value).map(createGetter(attribute));
  return list.reduce((total, item) => applyArithmetic('+', total, item), start ?? 0);
};

defineFilter('default', ['default_value?', 'boolean?'], fallback);
defineFilter('d', ['default_value?', 'boolean?'], fallback);
defineFilter('join', ['d?', 'attribute?'], join);
defineFilter('length', [], lengthOf);
defineFilter('count', [], lengthOf);
defineFilter('first', [], ends(false));
defineFilter('last', [], ends(true));
defineFilter('list', [], (value) => [...iterateItems(value)]);
defineFilter('items', [], items);
defineFilter('reverse', [], reverse);
defineFilter('sort', ['reverse?', 'case_sensitive?', 'attribute?'], sort);
defineFilter('dictsort', ['case_sensitive?', 'by?', 'reverse?'], dictsort);
defineFilter('unique', ['case_sensitive?', 'attribute?'], unique);
defineFilter('min', ['case_sensitive?', 'attribute?'], extreme(-1));
defineFilter('max', ['case_sensitive?', 'attribute?'], extreme(1));
defineFilter('sum', ['attribute?', 'start?'], sum);
defineFilter('groupby', ['attribute', 'default?', 'case_sensitive?'], groupby);
defineFilter('batch', ['linecount', 'fill_with?'], batch);
defineFilter('slice', ['slices', 'fill_with?'], slices);
defineFilter('attr', ['name'], (value, [name = null]) => getAttribute(value, str(name)));
defineFilter('random', [], (value, _args, run) => {
  const list = itemsOf(value) ?? iterateItems(value);
  return orElse(list[Math.floor(run.scope.random() * list.length)], new Undefined('a random item of nothing'));
});
