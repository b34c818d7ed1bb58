import type { Json, JsonObject } from '@twl/contracts';
import { getKey, isJsonObject, setKey } from '@twl/json';
import { requireLast } from '@twl/ports';

/** Replaces the value at a path, `*` meaning every entry; returns true if there was one. */
export const replaceAt = (value: Json, path: readonly string[], content: Json): boolean => {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return false;
  let found = false;
  for (const each of key === '*' ? Object.keys(value) : [key]) {
    const below = child(value, each);
    if (below === undefined) continue;
    if (rest.length > 0) found = replaceAt(below, rest, content) || found;
    else {
      assign(value, each, content);
      found = true;
    }
  }
  return found;
};

/** Sets a value at a path and creates missing parents. */
export const createAt = (object: JsonObject, path: readonly string[], content: Json): void => {
  let current: Json = object;
  for (const key of path.slice(0, -1)) {
    const below: Json | undefined = child(current, key);
    if (typeof below === 'object' && below !== null) current = below;
    else {
      const next: JsonObject = {};
      assign(current, key, next);
      current = next;
    }
  }
  assign(current, requireLast(path), content);
};

const child = (value: Json, key: string): Json | undefined => {
  if (Array.isArray(value)) return /^-?\d+$/.test(key) ? value.at(Number(key)) : undefined;
  return isJsonObject(value) ? getKey(value, key) : undefined;
};

const assign = (value: Json, key: string, content: Json): void => {
  if (Array.isArray(value)) value[Number(key)] = content;
  else if (isJsonObject(value)) setKey(value, key, content);
};
