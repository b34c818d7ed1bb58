import type { JsonObject } from '@twl/contracts';
import { ListRow } from './list-row';
import { toJson } from './to-json';
import { PythonError, typeError } from '../runtime/python-error';
import { isInt, isMapping, itemsOf, typeNameOf } from './kinds';
import { codePointsOf, str } from './text';
import { undefinedError } from './undefined-error';
import { Dict, Float, Tuple, Undefined, type Value } from './value';

/** The form of a key in which equal keys are the same: 1, 1.0 and True are one key. */
export const normalizeKey = (key: Value): Value => {
  if (typeof key === 'boolean') return Number(key);
  if (typeof key !== 'object' || key === null) return key;
  if (key instanceof Float) return key.value;
  if (key instanceof Tuple) return `\0(${key.items.map((item) => marked(normalizeKey(item))).join()})`;
  if (Array.isArray(key) || isMapping(key)) throw typeError(`unhashable type: '${typeNameOf(key)}'`);
  return `\0${typeNameOf(key)} ${str(key)}`;
};

const marked = (key: Value): string => (typeof key === 'string' ? JSON.stringify(key) : str(key));

export const dictGet = (dict: JsonObject | Dict, key: Value): Value | undefined => {
  if (dict instanceof Dict) {
    const found = dict.map.get(key);
    return found === undefined && typeof key !== 'string' ? dict.map.get(normalizeKey(key)) : found;
  }
  if (typeof key === 'string') return Object.hasOwn(dict, key) ? dict[key] : undefined;
  normalizeKey(key);
  return undefined;
};

export const dictSize = (dict: JsonObject | Dict): number => (dict instanceof Dict ? dict.map.size : Object.keys(dict).length);

export const dictKeys = (dict: JsonObject | Dict): Value[] => (dict instanceof Dict ? dict.keys : Object.keys(dict));

export const dictValues = (dict: JsonObject | Dict): Value[] => (dict instanceof Dict ? [...dict.map.values()] : Object.values(dict));

export const dictEntries = (dict: JsonObject | Dict): [Value, Value][] => (dict instanceof Dict ? dict.entries : Object.entries(dict));

/** Sets a key. A dict from outside gets a copy of a JSON value, so that it never contains itself, and only if it is not frozen. */
export const dictSet = (dict: JsonObject | Dict, key: Value, value: Value): void => {
  if (dict instanceof Dict) {
    const kept = normalizeKey(key);
    if (kept !== key && !dict.map.has(kept)) dict.given.set(kept, key);
    dict.map.set(kept, value);
    return;
  }
  if (Object.isFrozen(dict)) throw typeError('this mapping cannot be changed');
  const json = typeof key === 'string' ? toJson(value) : undefined;
  if (json === undefined) throw typeError('only JSON values under texts can be put into this mapping');
  Object.defineProperty(dict, key as string, { value: json, writable: true, enumerable: true, configurable: true });
};

export const dictOf = (entries: [Value, Value][]): Dict => {
  const dict = new Dict();
  for (const [key, value] of entries) dictSet(dict, key, value);
  return dict;
};

export const dictDelete = (dict: JsonObject | Dict, key: Value): void => {
  if (dict instanceof Dict) {
    dict.map.delete(normalizeKey(key));
    dict.given.delete(normalizeKey(key));
  } else if (Object.isFrozen(dict)) throw typeError('this mapping cannot be changed');
  else if (typeof key === 'string') Reflect.deleteProperty(dict, key);
};

/** Returns the items of a `for`. @throws TypeError for values that are not iterable */
export const iterateItems = (value: Value): Value[] => {
  const items = itemsOf(value);
  if (value instanceof ListRow) value.markRead();
  if (items) return items;
  if (typeof value === 'string') return Array.from(value);
  if (isMapping(value)) return dictKeys(value);
  if (value instanceof Undefined) {
    if (value.unsafe) throw undefinedError(value);
    return [];
  }
  throw typeError(`'${typeNameOf(value)}' object is not iterable`);
};

/** Python's `len`. */
export const lengthOf = (value: Value): number => {
  if (typeof value === 'string') return codePointsOf(value).length;
  const items = itemsOf(value);
  if (items) return items.length;
  if (isMapping(value)) return dictSize(value);
  if (value instanceof Undefined && !value.unsafe) return 0;
  throw typeError(`object of type '${typeNameOf(value)}' has no len()`);
};

/** The bounds of a slice; an omitted one is null. */
export interface SliceRange {
  start: Value;
  stop: Value;
  step: Value;
}

const clampBound = (value: Value, { fallback, size, low }: { fallback: number; size: number; low: number }): number => {
  if (value === null) return fallback;
  if (!isInt(value) && typeof value !== 'boolean') throw typeError('slice indices must be integers or None');
  const at = Number(value);
  const top = low < 0 ? size - 1 : size;
  return at < 0 ? Math.max(low, at + size) : Math.min(top, at);
};

/** `value[start:stop:step]`. */
export const sliceValue = (value: Value, { start, stop, step }: SliceRange): Value => {
  const source = typeof value === 'string' ? codePointsOf(value) : itemsOf(value);
  if (source === undefined) throw typeError(`'${typeNameOf(value)}' object cannot be sliced`);
  if (value instanceof ListRow) value.markRead();
  const stride = step === null ? 1 : Number(step);
  if (stride === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
  const size = source.length;
  const low = stride < 0 ? -1 : 0;
  const from = clampBound(start, { fallback: stride < 0 ? size - 1 : 0, size, low });
  const to = clampBound(stop, { fallback: stride < 0 ? -1 : size, size, low });
  if (stride === 1 && typeof source === 'string') return source.slice(from, Math.max(from, to));
  const picked: Value[] = [];
  for (let at = from; stride > 0 ? at < to : at > to; at += stride) {
    const item = source[at];
    if (item !== undefined) picked.push(item);
  }
  return typeof value === 'string' ? picked.join('') : sameKind(value, picked);
};

const sameKind = (value: Value, items: Value[]): Value => (Array.isArray(value) ? items : new Tuple(items));
