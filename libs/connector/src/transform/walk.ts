import type { Json } from '@twl/contracts';
import { globMatches } from '../extraction/glob';

/** A value inside a record with the keys that lead to it. */
export interface Found {
  keys: readonly (string | number)[];
  value: Json;
}

/** Everything inside a value: each level before what is below it. */
export function* walk(value: Json, keys: readonly (string | number)[] = []): Generator<Found, void> {
  if (typeof value !== 'object' || value === null) return;
  const children: Found[] = Array.isArray(value)
    ? value.map((item, index) => ({ keys: [...keys, index], value: item }))
    : Object.entries(value).map(([key, item]) => ({ keys: [...keys, key], value: item }));
  yield* children;
  for (const child of children) yield* walk(child.value, child.keys);
}

/** Whether keys match a path with wildcards; `**` is any number of steps. */
export const keysMatch = (keys: readonly (string | number)[], path: readonly string[]): boolean => {
  const star = path.indexOf('**');
  const one = (key: string | number, segment: string): boolean => globMatches(String(key), segment);
  if (star < 0) return keys.length === path.length && keys.every((key, at) => one(key, path[at]!));
  const [before, after] = [path.slice(0, star), path.slice(star + 1)];
  if (keys.length < before.length + after.length) return false;
  const tail = keys.slice(keys.length - after.length);
  return before.every((segment, at) => one(keys[at]!, segment)) && after.every((segment, at) => one(tail[at]!, segment));
};
