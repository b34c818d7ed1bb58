import type { Json, JsonObject } from '@twl/contracts';

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets a key as data: `__proto__` is a key like any other. */
export const setKey = (object: JsonObject, key: string, value: Json): void => {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
};

/** The value of an own key; undefined when there is none. */
export const getKey = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The value at a path of keys and list positions; undefined where it leads nowhere. */
export const valueAt = (value: Json | undefined, path: readonly string[]): Json | undefined => {
  let current = value;
  for (const part of path) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isJsonObject(current)) current = getKey(current, part);
    else return undefined;
  }
  return current;
};

/** The value at a path of keys; undefined where it leads nowhere, or into a list. */
export const memberAt = (value: Json | undefined, path: readonly string[]): Json | undefined => {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current)) return undefined;
    current = getKey(current, key);
  }
  return current;
};
