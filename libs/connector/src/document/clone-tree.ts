import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import type { SourceMap } from './source-map';

/** A deep copy that still knows where its parts were written. */
export const cloneTree = <T extends Json>(value: T, positions: SourceMap): T => clone(value, positions) as T;

const clone = (value: Json, positions: SourceMap): Json => {
  if (Array.isArray(value)) {
    const list = value.map((item) => clone(item, positions));
    positions.carry(value, list, list.keys());
    return list;
  }
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setKey(copy, key, clone(item, positions));
  positions.carry(value, copy, Object.keys(copy));
  return copy;
};
