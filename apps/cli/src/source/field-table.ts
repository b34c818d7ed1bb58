import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';

/** What is known of one field from the records seen. */
export interface FieldFacts {
  /** Keys from the top of the record, divided by dots; elements of a list are `[]`. */
  field: string;
  /** JSON types that it has, null apart. */
  types: string[];
  nullable: boolean;
  /** In how many of the objects that could have it. */
  present: number;
  of: number;
}

interface Seen {
  types: Set<string>;
  nullable: boolean;
  present: number;
  parent: string;
}

const maxDepth = 6;
const maxFields = 500;

/** The fields of records: their types, whether they can be null, and how often they are there. */
export const fieldTable = (records: readonly JsonObject[]): FieldFacts[] => {
  const seen = new Map<string, Seen>();
  const objects = new Map<string, number>();
  const visit = (object: JsonObject, path: string, depth: number): void => {
    objects.set(path, (objects.get(path) ?? 0) + 1);
    for (const [key, value] of Object.entries(object)) see(value, { path: path === '' ? key : `${path}.${key}`, parent: path, depth });
  };
  const see = (value: Json, { path, parent, depth }: { path: string; parent: string; depth: number }): void => {
    const facts = seen.get(path) ?? { types: new Set(), nullable: false, present: 0, parent };
    if (!seen.has(path) && seen.size >= maxFields) return;
    seen.set(path, facts);
    facts.present++;
    if (value === null) facts.nullable = true;
    else facts.types.add(typeOf(value));
    if (depth >= maxDepth || typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) return visit(value, path, depth + 1);
    for (const item of value) if (isJsonObject(item)) visit(item, `${path}[]`, depth + 1);
  };
  for (const record of records) visit(record, '', 0);
  return [...seen].map(([field, { types, nullable, present, parent }]) => ({
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

/** The table for a person: one line a field. */
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
