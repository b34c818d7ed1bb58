import type { Json } from '@twl/contracts';
import type { Located } from '../component/roles';
import { step } from '../decoders/json/json-pointer';
import { globMatches, isGlob } from './glob';

/** The path can be followed while the body is read: plain keys, and `*` for any. */
export const isStreamable = (path: readonly string[]): boolean => path.every((segment) => segment === '*' || !isGlob(segment));

/** Items of one document: with `*` in the path every value it matches; else the elements of the list, or the object, it leads to. */
export function* findItems(document: Json, path: readonly string[], pointer = ''): Generator<Located, void> {
  if (path.includes('*')) {
    yield* matches(document, path, pointer);
    return;
  }
  const found = path.length === 0 ? { pointer, value: document } : onlyMatch(document, path, pointer);
  if (!found) return;
  const { value } = found;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) yield { pointer: found.pointer + step(index), value: value[index]! };
  } else if (!isEmpty(value)) yield found;
}

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' ? value === null || Object.keys(value).length === 0 : value === false || value === '' || Number(value) === 0;

/** The value at a path; undefined where it leads nowhere. */
export const valueAt = (document: Json, path: readonly string[]): Json | undefined => {
  if (path.length === 0) return document;
  return path.includes('*') ? [...matches(document, path, '')][0]?.value : onlyMatch(document, path, '')?.value;
};

const onlyMatch = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  if (!path.some(isGlob)) return follow(document, path, pointer);
  const [first, second] = matches(document, path, pointer);
  return second ? undefined : first;
};

const follow = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  let value = document;
  let place = pointer;
  for (const segment of path) {
    const child = childAt(value, segment);
    if (child === undefined) return undefined;
    place += step(child.key);
    value = child.value;
  }
  return { pointer: place, value };
};

const childAt = (value: Json, segment: string): { key: string | number; value: Json } | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return Object.hasOwn(value, segment) ? { key: segment, value: value[segment]! } : undefined;
  if (!/^-?\d{1,15}$/.test(segment)) return undefined;
  const index = Number(segment) < 0 ? value.length + Number(segment) : Number(segment);
  return index >= 0 && index < value.length ? { key: index, value: value[index]! } : undefined;
};

/** Children of a value with their keys; none for anything but lists and objects. */
const children = (value: Json): [string | number, Json][] => {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};

/** Every value that a path with wildcards matches; `**` is any number of steps. In the order in which a level is walked before the next. */
export function* matches(document: Json, path: readonly string[], pointer: string): Generator<Located, void> {
  if (path.includes('**')) {
    yield* deepMatches(document, path, { pointer, keys: [] });
    return;
  }
  const [segment, ...rest] = path;
  if (segment === undefined) return;
  for (const [key, value] of children(document)) {
    if (!segmentMatches(key, segment, document)) continue;
    if (rest.length) yield* matches(value, rest, pointer + step(key));
    else yield { pointer: pointer + step(key), value };
  }
}

const segmentMatches = (key: string | number, segment: string, parent: Json): boolean => {
  if (typeof key === 'number' && Array.isArray(parent) && /^-\d+$/.test(segment)) return key === parent.length + Number(segment);
  return globMatches(String(key), segment);
};

function* deepMatches(value: Json, path: readonly string[], at: { pointer: string; keys: string[] }): Generator<Located, void> {
  const found = children(value).map(([key, child]) => ({ child, pointer: at.pointer + step(key), keys: [...at.keys, String(key)] }));
  for (const { child, pointer, keys } of found) if (keysMatch(keys, path)) yield { pointer, value: child };
  for (const { child, pointer, keys } of found) yield* deepMatches(child, path, { pointer, keys });
}

const keysMatch = (keys: readonly string[], path: readonly string[]): boolean => {
  const star = path.indexOf('**');
  const [before, after] = [path.slice(0, star), path.slice(star + 1)];
  if (keys.length < before.length + after.length) return false;
  const tail = keys.slice(keys.length - after.length);
  return before.every((segment, at) => globMatches(keys[at]!, segment)) && after.every((segment, at) => globMatches(tail[at]!, segment));
};
