import type { JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';

/** The same record under other keys; of keys that become the same the last wins. */
const renamed = (record: JsonObject, rename: (key: string) => string, deep: boolean): JsonObject => {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(record)) {
    setKey(result, rename(key), deep && isJsonObject(value) ? renamed(value, rename, deep) : value);
  }
  return result;
};

/** Keys of the top in lower case. A key that changes wins over one that is in lower case already, as in Python; of several that change the last. */
export const lowerKeys = (record: JsonObject): JsonObject => {
  const result = renamed(record, (key) => key.toLowerCase(), false);
  for (const [key, value] of Object.entries(record)) if (key !== key.toLowerCase()) setKey(result, key.toLowerCase(), value);
  return result;
};

/** Part of every key, also of objects inside objects, replaced. */
export const replaceInKeys = (record: JsonObject, old: string, fresh: string): JsonObject =>
  renamed(record, (key) => (old === '' ? spread(key, fresh) : key.replaceAll(old, () => fresh)), true);

/** Python puts the new text around every character when the old one is empty. */
const spread = (key: string, fresh: string): string => fresh + Array.from(key, (char) => char + fresh).join('');

/** Every key through a function, objects inside objects too. */
export const renameAll = (record: JsonObject, rename: (key: string) => string): JsonObject => renamed(record, rename, true);
