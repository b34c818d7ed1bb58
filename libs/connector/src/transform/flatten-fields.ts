import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';

/**
 * Flattens a record to one level. A key keeps its own name; it gets the names above it, with dots, only if the name is taken, and always
 * below a list. Works from the last field to the first, which decides which key keeps a name.
 */
export const flattenFields = (record: JsonObject, lists: boolean): JsonObject => {
  const flat: JsonObject = {};
  const stack: [Json, string][] = [[record, '_']];
  let withParents = false;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [value, name] = next;
    if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) stack.push([item, Object.hasOwn(flat, key) || withParents ? `${name}.${key}` : key]);
    } else if (Array.isArray(value) && lists) {
      withParents ||= value.length > 0;
      value.forEach((item, index) => stack.push([item, `${name}.${index}`]));
    } else setKey(flat, name, value);
  }
  return flat;
};
