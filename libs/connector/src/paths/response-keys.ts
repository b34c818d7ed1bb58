import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';

/** Normalises a key that sources write differently: `soap:Fault` is `fault`, `Error Message` and `error_message` are `errormessage`. */
export const bareNameOf = (key: string): string =>
  key.length > longestName
    ? key
    : key
        .slice(key.lastIndexOf(':') + 1)
        .replace(/[\s_-]/g, '')
        .toLowerCase();

/** No name that means something is longer, characters. */
const longestName = 100;

/** The objects that a path leads through, from the document on, as far as there are some. */
export const objectsOnPath = (document: Json, path: readonly string[]): JsonObject[] => {
  const found: JsonObject[] = [];
  let value: Json | undefined = document;
  for (let depth = 0; value !== undefined && isJsonObject(value); depth++) {
    found.push(value);
    const key: string | undefined = path[depth];
    value = key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return found;
};
