import type { Json, JsonObject } from '@twl/contracts';
import { jsonKey } from './json-key';
import { isJsonObject, itemsOf } from '../values/kinds';
import { Dict, Float, type Value } from '../values/value';

/** The value as JSON, a copy of its own; undefined for what JSON cannot hold. A tuple is a list, keys become texts. */
export const toJson = (value: Value): Json | undefined => {
  if (typeof value !== 'object' || value === null) return value;
  const items = itemsOf(value);
  if (items) return copyItems(items);
  if (value instanceof Float) return Number.isFinite(value.value) ? value.value : undefined;
  if (value instanceof Dict) return copyEntries([...value.map]);
  return isJsonObject(value) ? copyEntries(Object.entries(value)) : undefined;
};

const copyItems = (items: Value[]): Json | undefined => {
  const copy: Json[] = [];
  for (const item of items) {
    const json = toJson(item);
    if (json === undefined) return undefined;
    copy.push(json);
  }
  return copy;
};

const copyEntries = (entries: [Value, Value][]): Json | undefined => {
  const copy: JsonObject = {};
  for (const [key, value] of entries) {
    const json = toJson(value);
    if (json === undefined) return undefined;
    const name = jsonKey(key);
    if (name === '__proto__') Object.defineProperty(copy, name, { value: json, writable: true, enumerable: true, configurable: true });
    else copy[name] = json;
  }
  return copy;
};
