import type { Json } from '@twl/contracts';
import { pointerStep } from '@twl/json';
import { ReadFailedError } from '../errors/connector-errors';
import type { Located } from '../roles/roles';
import { isGlob } from './glob';
import { children, stepMatches, stepsMatch, walk } from './steps';

/** Whether a segment of a path is a place in a list; below zero it counts from the end. */
export const isPlace = (segment: string | undefined): boolean => segment !== undefined && /^-?\d{1,15}$/.test(segment);

/** The path can be followed while the body is read: plain keys, places counted from the start, and `*` for any. */
export const isStreamable = (path: readonly string[]): boolean =>
  path.every((segment) => segment === '*' || !(isGlob(segment) || (isPlace(segment) && segment.startsWith('-'))));

/** Items of one document: with `*` in the path every value it matches; else the elements of the list, or the object, it leads to. */
export function* findItems(document: Json, path: readonly string[], pointer = ''): Generator<Located, void> {
  if (path.includes('*')) {
    yield* matches(document, path, pointer);
    return;
  }
  const found = path.length === 0 ? { pointer, value: document } : theMatch(document, path, pointer);
  if (!found) return;
  const { value } = found;
  // A list inside of the list of documents that begins with a plain value is a row, as its cells alone could never be records.
  if (Array.isArray(value) && !(path.length === 0 && isRow(value))) {
    for (let index = 0; index < value.length; index++) yield { pointer: found.pointer + pointerStep(index), value: value[index]! };
  } else if (!isEmpty(value)) yield found;
}

const isRow = ([first]: readonly Json[]): boolean => first !== undefined && (typeof first !== 'object' || first === null);

/** Whether a value stands for no records: null, false, 0, nothing in it. */
export const isEmpty = (value: Json): boolean =>
  typeof value === 'object' ? value === null || Object.keys(value).length === 0 : value === false || value === '' || Number(value) === 0;

/** The value at a path; undefined where it leads nowhere. */
export const valueAt = (document: Json, path: readonly string[]): Json | undefined => {
  if (path.length === 0) return document;
  return path.includes('*') ? [...matches(document, path, '')][0]?.value : onlyMatch(document, path, '')?.value;
};

/** @throws ReadFailedError where a path leads to several places: which of them holds the records is not said */
const theMatch = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  const [first, second] = twoMatches(document, path, pointer);
  if (second)
    throw new ReadFailedError(`the path ${path.join('.')} leads to several places, among them ${first!.pointer} and ${second.pointer}`);
  return first;
};

const onlyMatch = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  const [first, second] = twoMatches(document, path, pointer);
  return second ? undefined : first;
};

const twoMatches = (document: Json, path: readonly string[], pointer: string): [first?: Located, second?: Located] => {
  if (!path.some(isGlob)) return [follow(document, path, pointer)];
  const [first, second] = matches(document, path, pointer);
  return [first, second];
};

const follow = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  let value = document;
  let place = pointer;
  for (const segment of path) {
    const child = childAt(value, segment);
    if (child === undefined) return undefined;
    place += pointerStep(child.key);
    value = child.value;
  }
  return { pointer: place, value };
};

/** What stands one step below a value: under a key of an object, or at a place of a list. */
export const childAt = (value: Json, segment: string): { key: string | number; value: Json } | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return Object.hasOwn(value, segment) ? { key: segment, value: value[segment]! } : undefined;
  if (!isPlace(segment)) return undefined;
  const index = Number(segment) < 0 ? value.length + Number(segment) : Number(segment);
  return index >= 0 && index < value.length ? { key: index, value: value[index]! } : undefined;
};

/** Every value that a path with wildcards matches; `**` is any number of steps. In the order in which a level is walked before the next. */
export function* matches(document: Json, path: readonly string[], pointer: string): Generator<Located, void> {
  if (path.includes('**')) {
    for (const { steps, value } of walk(document))
      if (stepsMatch(steps, path)) yield { pointer: pointer + steps.map(({ key }) => pointerStep(key)).join(''), value };
    return;
  }
  const [segment, ...rest] = path;
  if (segment === undefined) return;
  for (const { steps, value } of children(document)) {
    const last = steps[0]!;
    if (!stepMatches(last, segment)) continue;
    if (rest.length) yield* matches(value, rest, pointer + pointerStep(last.key));
    else yield { pointer: pointer + pointerStep(last.key), value };
  }
}
