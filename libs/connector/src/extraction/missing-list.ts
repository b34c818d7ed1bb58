import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '../document/json-object';
import { suggest } from '../document/suggest';
import { longList } from '../decoders/json/outline';
import { isGlob } from './glob';

/** What stands in an answer whose list of items is missing. */
export interface MissingList {
  /** Where the items should be: `data.items`. */
  path: string;
  /** What the answer has there, in words; empty where that cannot be told. */
  has: string;
  /** The path that was probably meant. */
  near?: string;
  /** `list`: records may stand under another path; `message`: a text stands in place of a list; `nothing`: neither. */
  instead: 'list' | 'message' | 'nothing';
}

/** How far an answer is looked into for lists. */
const most = { depth: 4, values: 500, keys: 12, characters: 40 };

/**
 * What an answer says whose path leads nowhere: a key of the path is missing in an object that has others. Undefined where the list is there, even if it
 * is empty, and where the answer is empty or null on the way: many sources write "no records" like that.
 */
export const missingList = (document: Json, path: readonly string[], before: readonly string[] = []): MissingList | undefined => {
  const wanted = path.slice(0, firstGlob(path));
  const at = whereItEnds(document, wanted);
  if (!at) return undefined;
  const outside = [...before, ...wanted.slice(0, at.depth)];
  const lists = listsIn(document);
  const meant = nearest(wanted, lists) ?? nearestKey(at, path);
  return {
    path: textOf([...before, ...path]),
    has: `${outside.length > 0 ? `${textOf(outside)} has` : 'the answer has'} ${keysOf(at.object)}`,
    ...(meant && { near: textOf([...before, ...meant]) }),
    instead: lists.length > 0 ? 'list' : hasMessage(document) ? 'message' : 'nothing',
  };
};

/** In one sentence. */
export const missingText = ({ path, has, near }: MissingList): string =>
  has === '' ? `nothing fits ${path}` : `there is nothing at ${path}: ${has}${near ? ` (did you mean ${near}?)` : ''}`;

const firstGlob = (path: readonly string[]): number => {
  const at = path.findIndex(isGlob);
  return at < 0 ? path.length : at;
};

/** The object in which a key of the path is missing. */
const whereItEnds = (document: Json, path: readonly string[]): { object: JsonObject; depth: number } | undefined => {
  let value = document;
  for (const [depth, key] of path.entries()) {
    if (!isJsonObject(value)) return undefined;
    if (!Object.hasOwn(value, key)) return Object.keys(value).length > 0 ? { object: value, depth } : undefined;
    value = value[key]!;
  }
  return undefined;
};

/** Paths of the lists with objects in them. */
const listsIn = (document: Json): string[][] => {
  const found: string[][] = [];
  let left = most.values;
  const visit = (value: Json, path: string[]): void => {
    if (--left < 0) return;
    if (Array.isArray(value)) {
      if (value.some(isJsonObject)) found.push(path);
    } else if (isJsonObject(value) && path.length < most.depth)
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  };
  visit(document, []);
  return found;
};

/** Of several lists the one whose last key is like the wanted one, else the only one. */
const nearest = (wanted: readonly string[], lists: readonly string[][]): string[] | undefined => {
  const last = wanted.at(-1) ?? '';
  const same = lists.find((path) => path.at(-1) === last);
  const alike = suggest(last, new Set(lists.map((path) => path.at(-1) ?? '')));
  return same ?? lists.find((path) => path.at(-1) === alike) ?? (lists.length === 1 ? lists[0] : undefined);
};

const nearestKey = ({ object, depth }: { object: JsonObject; depth: number }, wanted: readonly string[]): string[] | undefined => {
  const near = suggest(wanted[depth]!, Object.keys(object));
  return near === undefined ? undefined : [...wanted.slice(0, depth), near, ...wanted.slice(depth + 1)];
};

const messageKeys = ['message', 'msg', 'detail', 'details', 'reason', 'description', 'status_message', 'statusMessage', 'info'];

const hasMessage = (document: Json): boolean =>
  isJsonObject(document) &&
  messageKeys.some((key) => {
    const value = Object.hasOwn(document, key) ? document[key] : undefined;
    return typeof value === 'string' && value.trim() !== '';
  });

const keysOf = (object: JsonObject): string => {
  const keys = Object.keys(object);
  const shown = keys.slice(0, most.keys).map((key) => `${short(key)}${sizeOf(object[key]!)}`);
  return [...shown, ...(keys.length > most.keys ? [`${keys.length - most.keys} more`] : [])].join(', ');
};

const sizeOf = (value: Json): string => {
  if (value === longList) return ' (a long list)';
  return Array.isArray(value) ? ` (a list of ${value.length})` : '';
};

const short = (key: string): string => (key.length > most.characters ? `${key.slice(0, most.characters)}…` : key);
const textOf = (path: readonly string[]): string => path.map(short).join('.') || 'list at the top';
