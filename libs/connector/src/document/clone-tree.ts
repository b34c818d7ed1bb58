import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import type { SourceMap } from './source-map';

/** Creates a deep copy that keeps the positions of its parts. */
export const cloneTree = <T extends Json>(value: T, positions: SourceMap): T => cloneValue(value, positions) as T;

const cloneValue = (value: Json, positions: SourceMap): Json => {
  if (Array.isArray(value)) {
    const list = value.map((item) => cloneValue(item, positions));
    positions.carry(value, list, list.keys());
    return list;
  }
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setKey(copy, key, cloneValue(item, positions));
  positions.carry(value, copy, Object.keys(copy));
  return copy;
};
