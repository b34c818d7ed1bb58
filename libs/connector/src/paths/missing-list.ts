import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { suggest } from '@twl/ports';
import { longList } from './long-list';
import { childAt, isEmptyPath, valueAt } from './field-path';
import { isGlob } from './glob';
import { hasMessage } from './message-in-response';
import type { MissingList } from '../session/missing-list';

/** Maximum depth of the search for lists. */
const most = { depth: 4, values: 500, keys: 12, characters: 40 };

/**
 * Describes a response in which a path leads nowhere: a key of the path is missing in an object that has others, or another value is on the
 * path. Undefined if the list is there, even empty, and if the response is empty, false or null on the path: many sources write "no
 * records" like that.
 */
export const describeMissingList = (document: Json, path: readonly string[], before: readonly string[] = []): MissingList | undefined => {
  const wanted = path.slice(0, firstGlob(path));
  const at = whereItEnds(document, wanted);
  if (!at) return undefined;
  const outside = [...before, ...wanted.slice(0, at.depth)];
  const lists = listsIn(document);
  const like = nearestKey(at, path);
  const meant = nearestList(wanted, lists) ?? like;
  const isElsewhere = lists.length > 0 || (like !== undefined && hasRecords(valueAt(document, like)));
  return {
    path: formatSteps([...before, ...path]),
    has: describeValue(at.value, outside),
    ...(meant && { near: formatSteps([...before, ...meant]) }),
    instead: isElsewhere ? 'list' : isText(at.value) || hasMessage(document, wanted) ? 'message' : 'nothing',
  };
};

const firstGlob = (path: readonly string[]): number => {
  const at = path.findIndex(isGlob);
  return at < 0 ? path.length : at;
};

/** The value in which the next key of the path is missing. */
const whereItEnds = (document: Json, path: readonly string[]): { value: Json; depth: number } | undefined => {
  let value = document;
  for (const [depth, key] of path.entries()) {
    const next = childAt(value, key);
    if (next === undefined) return isEmptyPath(value) ? undefined : { value, depth };
    value = next.value;
  }
  return undefined;
};

const describeValue = (value: Json, path: readonly string[]): string => {
  const name = path.length > 0 ? formatSteps(path) : 'the response';
  if (isJsonObject(value)) return `${name} has ${keysOf(value)}`;
  if (Array.isArray(value)) return `${name} is${sizeOf(value)}`.replace(/[()]/g, '');
  return `${name} is ${typeof value === 'string' ? JSON.stringify(short(value.trim())) : String(value)}`;
};

const isText = (value: Json): boolean => typeof value === 'string';
const hasRecords = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.some(isJsonObject) : value !== undefined && isJsonObject(value) && Object.keys(value).length > 0;

/** Paths of the lists with objects in them. */
const listsIn = (document: Json): string[][] => {
  const found: string[][] = [];
  let remaining = most.values;
  const visitLists = (value: Json, path: string[]): void => {
    if (--remaining < 0) return;
    if (Array.isArray(value)) {
      if (value.some(isJsonObject)) found.push(path);
    } else if (isJsonObject(value) && path.length < most.depth)
      for (const [key, child] of Object.entries(value)) visitLists(child, [...path, key]);
  };
  visitLists(document, []);
  return found;
};

/** Of several lists the one whose last key is like the wanted one, else the only one. */
const nearestList = (wanted: readonly string[], lists: readonly string[][]): string[] | undefined => {
  const last = wanted.at(-1) ?? '';
  const same = lists.find((path) => path.at(-1) === last);
  const alike = suggest(last, new Set(lists.map((path) => path.at(-1) ?? '')));
  return same ?? lists.find((path) => path.at(-1) === alike) ?? (lists.length === 1 ? lists[0] : undefined);
};

const nearestKey = ({ value, depth }: { value: Json; depth: number }, wanted: readonly string[]): string[] | undefined => {
  const segment = wanted[depth];
  const near = segment !== undefined && isJsonObject(value) ? suggest(segment, Object.keys(value)) : undefined;
  return near === undefined ? undefined : [...wanted.slice(0, depth), near, ...wanted.slice(depth + 1)];
};

const keysOf = (object: JsonObject): string => {
  const keys = Object.entries(object);
  const shown = keys.slice(0, most.keys).map(([key, value]) => `${short(key)}${sizeOf(value)}`);
  return [...shown, ...(keys.length > most.keys ? [`${keys.length - most.keys} more`] : [])].join(', ');
};

const sizeOf = (value: Json): string => {
  if (value === longList) return ' (a long list)';
  return Array.isArray(value) ? ` (a list of ${value.length})` : '';
};

const short = (key: string): string => (key.length > most.characters ? `${key.slice(0, most.characters)}…` : key);
const formatSteps = (path: readonly string[]): string => path.map(short).join('.') || 'list at the top';
