import type { Json } from '@twl/contracts';
import { pointerStep } from '@twl/json';
import { ReadFailedError } from '../errors/connector-errors';
import type { Located } from '../roles/roles';
import { isGlob } from './glob';
import { childrenOf, stepMatches, stepsMatch, walkPath } from './steps';

/** Returns true if a path segment is an index into a list; a negative one counts from the end. */
export const isIndexStep = (segment: string | undefined): boolean => segment !== undefined && /^-?\d{1,15}$/.test(segment);

/** The path can be followed while the body is read: plain keys, places counted from the start, and `*` for any. */
export const isStreamable = (path: readonly string[]): boolean =>
  path.every((segment) => segment === '*' || !(isGlob(segment) || (isIndexStep(segment) && segment.startsWith('-'))));

/** Items of one document: with `*` in the path every value it matches; else the elements of the list, or the object, it leads to. */
export function* findItems(document: Json, path: readonly string[], pointer = ''): Generator<Located, void> {
  if (path.includes('*')) {
    yield* findMatches(document, path, pointer);
    return;
  }
  const found = path.length === 0 ? { pointer, value: document } : theMatch(document, path, pointer);
  if (!found) return;
  const { value } = found;
  // A list inside the list of documents that begins with a plain value is a row, because its cells cannot be records.
  if (Array.isArray(value) && !(path.length === 0 && isRow(value))) {
    for (const [index, item] of value.entries()) yield { pointer: found.pointer + pointerStep(index), value: item };
  } else if (!isEmptyPath(value)) yield found;
}

const isRow = ([first]: readonly Json[]): boolean => first !== undefined && (typeof first !== 'object' || first === null);

/** Returns true if a value means no records: null, false, 0, or empty. */
export const isEmptyPath = (value: Json): boolean =>
  typeof value === 'object' ? value === null || Object.keys(value).length === 0 : value === false || value === '' || Number(value) === 0;

/** Returns the value at a path; undefined if there is none. */
export const valueAt = (document: Json, path: readonly string[]): Json | undefined => {
  if (path.length === 0) return document;
  return path.includes('*') ? [...findMatches(document, path, '')][0]?.value : onlyMatch(document, path, '')?.value;
};

/** @throws ReadFailedError if a path matches several lists: it is unclear which one holds the records */
const theMatch = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  const [first, second] = twoMatches(document, path, pointer);
  if (first && second)
    throw new ReadFailedError(`the path ${path.join('.')} leads to several places, among them ${first.pointer} and ${second.pointer}`);
  return first;
};

const onlyMatch = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  const [first, second] = twoMatches(document, path, pointer);
  return second ? undefined : first;
};

const twoMatches = (document: Json, path: readonly string[], pointer: string): [first?: Located, second?: Located] => {
  if (!path.some(isGlob)) return [followPath(document, path, pointer)];
  const [first, second] = findMatches(document, path, pointer);
  return [first, second];
};

const followPath = (document: Json, path: readonly string[], pointer: string): Located | undefined => {
  let value = document;
  let position = pointer;
  for (const segment of path) {
    const child = childAt(value, segment);
    if (child === undefined) return undefined;
    position += pointerStep(child.key);
    value = child.value;
  }
  return { pointer: position, value };
};

const keyed = <K>(key: K, value: Json | undefined): { key: K; value: Json } | undefined =>
  value === undefined ? undefined : { key, value };

/** Returns the value one step below another: under a key of an object, or at an index of a list. */
export const childAt = (value: Json, segment: string): { key: string | number; value: Json } | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return keyed(segment, Object.hasOwn(value, segment) ? value[segment] : undefined);
  if (!isIndexStep(segment)) return undefined;
  const index = Number(segment) < 0 ? value.length + Number(segment) : Number(segment);
  return keyed(index, value[index]);
};

/** Every value that a path with wildcards matches; `**` is any number of steps. In the order in which a level is walked before the next. */
export function* findMatches(document: Json, path: readonly string[], pointer: string): Generator<Located, void> {
  if (path.includes('**')) {
    for (const { steps, value } of walkPath(document))
      if (stepsMatch(steps, path)) yield { pointer: pointer + steps.map(({ key }) => pointerStep(key)).join(''), value };
    return;
  }
  const [segment, ...rest] = path;
  if (segment === undefined) return;
  for (const { steps, value } of childrenOf(document)) {
    const [last] = steps;
    if (!last || !stepMatches(last, segment)) continue;
    if (rest.length) yield* findMatches(value, rest, pointer + pointerStep(last.key));
    else yield { pointer: pointer + pointerStep(last.key), value };
  }
}
