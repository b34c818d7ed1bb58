import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';

/** Facts about one field from the observed records. */
export interface FieldFacts {
  /** Keys from the root of the record, separated by dots; elements of a list are `[]`. */
  field: string;
  /** JSON types of the field, without null. */
  types: string[];
  nullable: boolean;
  /** Number of parent objects that have the field. */
  present: number;
  /** Number of parent objects. */
  of: number;
}

interface Observed {
  types: Set<string>;
  nullable: boolean;
  present: number;
  parent: string;
}

const maxDepth = 6;
const maxFields = 500;

/** Returns the fields of records: their types, whether they can be null, and how often they occur. */
export const fieldTable = (records: readonly JsonObject[]): FieldFacts[] => {
  const fields = new Map<string, Observed>();
  const objects = new Map<string, number>();
  const visitObject = (object: JsonObject, path: string, depth: number): void => {
    objects.set(path, (objects.get(path) ?? 0) + 1);
    for (const [key, value] of Object.entries(object)) observe(value, { path: path === '' ? key : `${path}.${key}`, parent: path, depth });
  };
  const observe = (value: Json, { path, parent, depth }: { path: string; parent: string; depth: number }): void => {
    const facts = fields.get(path) ?? { types: new Set(), nullable: false, present: 0, parent };
    if (!fields.has(path) && fields.size >= maxFields) return;
    fields.set(path, facts);
    facts.present++;
    if (value === null) facts.nullable = true;
    else facts.types.add(typeOf(value));
    if (depth >= maxDepth || typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) return visitObject(value, path, depth + 1);
    for (const item of value) if (isJsonObject(item)) visitObject(item, `${path}[]`, depth + 1);
  };
  for (const record of records) visitObject(record, '', 0);
  return [...fields].map(([field, { types, nullable, present, parent }]) => ({
    field,
    types: [...types].sort(),
    nullable,
    present,
    of: objects.get(parent) ?? 0,
  }));
};

const typeOf = (value: Exclude<Json, null>): string => {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

/** Formats the table, one line per field. */
export const fieldLines = (facts: readonly FieldFacts[]): string[] => {
  const rows = facts.map(({ field, types, nullable, present, of }) => ({
    field: [...field].map((sign) => (sign < ' ' ? '?' : sign)).join(''),
    type: [...types, ...(nullable ? ['null'] : [])].join(', '),
    share: present === of ? 'always' : `${Math.max(1, Math.floor((100 * present) / of))}% (${present} of ${of})`,
  }));
  const widest = (key: 'field' | 'type') => Math.min(60, Math.max(0, ...rows.map((row) => row[key].length)));
  const [field, type] = [widest('field'), widest('type')];
  return rows.map((row) => `${row.field.padEnd(field)}  ${row.type.padEnd(type)}  ${row.share}`);
};
