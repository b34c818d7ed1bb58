import type { Json, JsonObject } from '@twl/contracts';
import { PythonError, typeError } from './python-error';
import { isInt, isJsonObject, isMapping, itemsOf, typeName } from './kinds';
import { codePoints } from './text';
import { undefinedError } from './undefined-error';
import { Dict, Float, PythonObject, Tuple, Undefined, type Value } from './value';

/** The form of a key in which equal keys are the same: 1, 1.0 and True are one key. */
const keyOf = (key: Value): Value => {
  if (key instanceof Float && Number.isSafeInteger(key.value)) return key.value;
  if (typeof key === 'boolean') return Number(key);
  if (Array.isArray(key) || isMapping(key)) throw typeError(`unhashable type: '${typeName(key)}'`);
  return key;
};

export const dictGet = (dict: JsonObject | Dict, key: Value): Value | undefined => {
  if (dict instanceof Dict) {
    const found = dict.map.get(key);
    return found === undefined && typeof key !== 'string' ? dict.map.get(keyOf(key)) : found;
  }
  if (typeof key === 'string') return Object.hasOwn(dict, key) ? dict[key] : undefined;
  keyOf(key);
  return undefined;
};

export const dictSize = (dict: JsonObject | Dict): number => (dict instanceof Dict ? dict.map.size : Object.keys(dict).length);

export const dictKeys = (dict: JsonObject | Dict): Value[] => (dict instanceof Dict ? [...dict.map.keys()] : Object.keys(dict));

export const dictValues = (dict: JsonObject | Dict): Value[] => (dict instanceof Dict ? [...dict.map.values()] : Object.values(dict));

export const dictEntries = (dict: JsonObject | Dict): [Value, Value][] => (dict instanceof Dict ? [...dict.map] : Object.entries(dict));

/** Sets a key. An object from outside takes only what JSON can hold, and only while nobody froze it. */
export const dictSet = (dict: JsonObject | Dict, key: Value, value: Value): void => {
  if (dict instanceof Dict) {
    dict.map.set(keyOf(key), value);
    return;
  }
  if (Object.isFrozen(dict)) throw typeError('this mapping cannot be changed');
  if (typeof key !== 'string' || !isPlain(value)) throw typeError('only texts and JSON values can be put into this mapping');
  Object.defineProperty(dict, key, { value: value as Json, writable: true, enumerable: true, configurable: true });
};

export const dictDelete = (dict: JsonObject | Dict, key: Value): void => {
  if (dict instanceof Dict) dict.map.delete(keyOf(key));
  else if (Object.isFrozen(dict)) throw typeError('this mapping cannot be changed');
  else if (typeof key === 'string') Reflect.deleteProperty(dict, key);
};

const isPlain = (value: Value): boolean =>
  Array.isArray(value)
    ? value.every(isPlain)
    : isJsonObject(value)
      ? Object.values(value).every((item) => isPlain(item))
      : !(value instanceof PythonObject);

/** What a `for` would see. @throws TypeError for what cannot be walked */
export const iterate = (value: Value): Value[] => {
  const items = itemsOf(value);
  if (items) return items;
  if (typeof value === 'string') return Array.from(value);
  if (isMapping(value)) return dictKeys(value);
  if (value instanceof Undefined) {
    if (value.unsafe) throw undefinedError(value);
    return [];
  }
  throw typeError(`'${typeName(value)}' object is not iterable`);
};

/** Python's `len`. */
export const length = (value: Value): number => {
  if (typeof value === 'string') return codePoints(value).length;
  const items = itemsOf(value);
  if (items) return items.length;
  if (isMapping(value)) return dictSize(value);
  if (value instanceof Undefined && !value.unsafe) return 0;
  throw typeError(`object of type '${typeName(value)}' has no len()`);
};

/** A slice; each bound is null where it was left out. */
export interface Slice {
  start: Value;
  stop: Value;
  step: Value;
}

const bound = (value: Value, fallback: number, size: number, low: number): number => {
  if (value === null) return fallback;
  if (!isInt(value) && typeof value !== 'boolean') throw typeError('slice indices must be integers or None');
  const at = Number(value);
  const top = low < 0 ? size - 1 : size;
  return at < 0 ? Math.max(low, at + size) : Math.min(top, at);
};

/** `value[start:stop:step]`. */
export const slice = (value: Value, { start, stop, step }: Slice): Value => {
  const source = typeof value === 'string' ? codePoints(value) : itemsOf(value);
  if (source === undefined) throw typeError(`'${typeName(value)}' object cannot be sliced`);
  const stride = step === null ? 1 : Number(step);
  if (stride === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
  const size = source.length;
  const from = bound(start, stride < 0 ? size - 1 : 0, size, stride < 0 ? -1 : 0);
  const to = bound(stop, stride < 0 ? -1 : size, size, stride < 0 ? -1 : 0);
  if (stride === 1 && typeof source === 'string') return source.slice(from, Math.max(from, to));
  const picked: Value[] = [];
  for (let at = from; stride > 0 ? at < to : at > to; at += stride) picked.push(source[at]!);
  return typeof value === 'string' ? picked.join('') : sameKind(value, picked);
};

const sameKind = (value: Value, items: Value[]): Value => (Array.isArray(value) ? items : new Tuple(items));
