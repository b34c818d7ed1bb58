import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import { requireLast } from '@twl/ports';
import { TransformError } from '../errors/transform-error';

/** A list is not made longer than this to reach an index. */
const longest = 10_000;

const isIndex = (segment: string | undefined): boolean => segment !== undefined && /^\d+$/.test(segment);

/** Puts a value at a path, making the objects and lists on the way. @throws TransformError where something else is in the way */
export const setPath = (record: JsonObject, path: readonly string[], value: Json): void => {
  let current: JsonObject | Json[] = record;
  for (const [at, segment] of path.slice(0, -1).entries()) {
    const next: Json = childOf(current, segment) ?? normalizeIndex(current, segment, isIndex(path[at + 1]) ? [] : {});
    if (typeof next !== 'object' || next === null)
      throw new TransformError(`${path.slice(0, at + 1).join('.')} holds a plain value, so ${path.join('.')} cannot be added`);
    current = next;
  }
  normalizeIndex(current, requireLast(path), value);
};

const childOf = (owner: JsonObject | Json[], segment: string): Json | undefined => {
  if (isJsonObject(owner)) return Object.hasOwn(owner, segment) ? owner[segment] : undefined;
  return isIndex(segment) ? owner[Number(segment)] : undefined;
};

const normalizeIndex = (owner: JsonObject | Json[], segment: string, value: Json): Json => {
  if (isJsonObject(owner)) setKey(owner, segment, value);
  else {
    if (!isIndex(segment)) throw new TransformError(`${JSON.stringify(segment)} is not a list index`);
    const index = Number(segment);
    if (index > longest) throw new TransformError(`a list would need ${index} elements`);
    while (owner.length < index) owner.push(null);
    owner[index] = value;
  }
  return value;
};
