import type { Json, JsonObject } from '@twl/contracts';
import { setKey } from '@twl/json';
import { jsonKey } from './json-key';
import { isPlainDict, itemsOf } from './kinds';
import { PythonError } from '../runtime/python-error';
import { Dict, Float, type Value } from './value';

const maxDepth = 1000;

/** Copies the value to JSON; undefined for values without a JSON form. A tuple is a list, keys become texts. @throws LimitError */
export const toJson = (value: Value, depth = 0): Json | undefined => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) throw new PythonError('LimitError', `nested deeper than ${maxDepth}`);
  const items = itemsOf(value);
  if (items) return copyItems(items, depth);
  if (value instanceof Float) return Number.isFinite(value.value) ? value.value : undefined;
  if (value instanceof Dict) return copyEntries(value.entries, depth);
  return isPlainDict(value) ? copyEntries(Object.entries(value), depth) : undefined;
};

const copyItems = (items: Value[], depth: number): Json | undefined => {
  const copy: Json[] = [];
  for (const item of items) {
    const json = toJson(item, depth + 1);
    if (json === undefined) return undefined;
    copy.push(json);
  }
  return copy;
};

const copyEntries = (entries: [Value, Value][], depth: number): Json | undefined => {
  const copy: JsonObject = {};
  for (const [key, value] of entries) {
    const json = toJson(value, depth + 1);
    if (json === undefined) return undefined;
    setKey(copy, jsonKey(key), json);
  }
  return copy;
};
