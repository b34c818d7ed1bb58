import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '../document/json-object';
import { jsonTypeOf, type JsonType } from './json-type';

/** One way in which a record is not what is known of its stream. Types are JSON's, several joined with `|`. */
export interface Drift {
  /** Path of the field, with dots; elements of a list are `[]`. */
  field: string;
  kind: 'added' | 'changed' | 'removed';
  /** Absent for an added field. */
  oldType?: string;
  /** Absent for a removed field. */
  newType?: string;
}

/** The types that each field of a stream's records is known to have, by path. */
export type FieldTypes = ReadonlyMap<string, ReadonlySet<JsonType>>;

const maxDepth = 8;
/** Records that use values as keys would fill the table: beyond this nothing is added. */
const maxFields = 2000;

const join = (path: string, key: string): string => (path ? `${path}.${key.replaceAll('.', '\\.')}` : key.replaceAll('.', '\\.'));

/** Calls with every field of a value and its type, objects and lists included. */
const visit = (value: Json, path: string, see: (path: string, type: JsonType) => void, depth = 0): void => {
  if (path) see(path, jsonTypeOf(value));
  if (depth >= maxDepth || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) value.forEach((item) => visit(item, `${path}[]`, see, depth + 1));
  else for (const [key, item] of Object.entries(value)) visit(item, join(path, key), see, depth + 1);
};

/** What is known after these records as well; the types given are left as they are. */
export const learnTypes = (known: FieldTypes, records: Iterable<JsonObject>): FieldTypes => {
  const types = new Map([...known].map(([field, set]) => [field, new Set(set)]));
  for (const record of records) {
    visit(record, '', (field, type) => {
      const set = types.get(field);
      if (set) set.add(type);
      else if (types.size < maxFields) types.set(field, new Set([type]));
    });
  }
  return types;
};

const fits = (known: ReadonlySet<JsonType>, type: JsonType): boolean =>
  known.has(type) || type === 'null' || (type === 'integer' && known.has('number')) || [...known].every((each) => each === 'null');

const shown = (types: ReadonlySet<JsonType>): string => [...types].sort().join('|');

/** How a record differs from what is known: new fields, other types. Null fits any type, an integer fits a number. */
export const findDrift = (known: FieldTypes, record: JsonObject): Drift[] => {
  const found = new Map<string, Drift>();
  visit(record, '', (field, type) => {
    const types = known.get(field);
    if (!types) found.set(field, { field, kind: 'added', newType: merged(found.get(field), type) });
    else if (!fits(types, type))
      found.set(field, { field, kind: 'changed', oldType: shown(types), newType: merged(found.get(field), type) });
  });
  return [...found.values()].filter(({ field, kind }) => kind === 'changed' || !hasAddedParent(found, field));
};

const merged = (before: Drift | undefined, type: JsonType): string =>
  before?.newType === undefined ? type : [...new Set([...before.newType.split('|'), type])].sort().join('|');

/** Of an added object only the object itself is told. */
const hasAddedParent = (found: ReadonlyMap<string, Drift>, field: string): boolean => {
  for (let end = lastStep(field); end > 0; end = lastStep(field.slice(0, end))) {
    if (found.get(field.slice(0, end))?.kind === 'added') return true;
  }
  return false;
};

const lastStep = (field: string): number => {
  if (field.endsWith('[]')) return field.length - 2;
  for (let at = field.length - 1; at > 0; at--) if (field[at] === '.' && field[at - 1] !== '\\') return at;
  return -1;
};

/** Fields that are known and that none of the records has any more. Only a complete read can say this. */
export const findRemoved = (known: FieldTypes, seen: FieldTypes): Drift[] =>
  [...known]
    .filter(([field]) => !seen.has(field))
    .map(([field, types]): Drift => ({ field, kind: 'removed', oldType: shown(types) }))
    .filter(
      ({ field }, _, all) =>
        !all.some((other) => other.field !== field && (field.startsWith(`${other.field}.`) || field.startsWith(`${other.field}[]`))),
    );

/** Whether a JSON object could be such a table, as it is kept between runs. */
export const typesFromJson = (value: Json): FieldTypes =>
  new Map(
    Object.entries(isJsonObject(value) ? value : {}).map(([field, types]) => [
      field,
      new Set((Array.isArray(types) ? types : []) as JsonType[]),
    ]),
  );

/** The table as JSON, to be kept between runs. */
export const typesToJson = (types: FieldTypes): JsonObject =>
  Object.fromEntries([...types].map(([field, set]) => [field, [...set].sort()]));
