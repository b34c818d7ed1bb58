import type { SchemaElement } from 'hyparquet';
import type { Json } from '@twl/contracts';
import { getKey, toJsonText } from '@twl/json';
import { kinds, type ValueShape } from './shape';

/** How one place of the data is written. */
export interface ParquetColumn {
  /** Its part of the schema, under a name. */
  elements(name: string): SchemaElement[];
  /** A value as the writer takes it; undefined where there is none. `count` is told the characters of each text. */
  convert(value: Json | undefined, count: (length: number) => void): unknown;
}

const leaf = (element: Omit<SchemaElement, 'name'>, convert: ParquetColumn['convert']): ParquetColumn => ({
  elements: (name) => [{ name, repetition_type: 'OPTIONAL', ...element }],
  convert: (value, count) => (value === null || value === undefined ? undefined : convert(value, count)),
});

const booleans = leaf({ type: 'BOOLEAN' }, (value) => value);
const integers = leaf({ type: 'INT64' }, (value) => BigInt(value as number | bigint));
/** Minus zero, which JSON does not tell from zero, becomes zero. */
const doubles = leaf({ type: 'DOUBLE' }, (value) => Number(value) + 0);

const texts = leaf({ type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }, (value, count) => {
  count((value as string).length);
  return value;
});

/** What no other column holds: exact JSON. The converted type is that of a text, for readers that know JSON only by that. */
const jsonTexts = leaf({ type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'JSON' } }, (value, count) => {
  const text = toJsonText(value);
  count(text.length);
  return text;
});

const listOf = (item: ParquetColumn): ParquetColumn => ({
  elements: (name) => [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...item.elements('element'),
  ],
  convert: (value, count) => (Array.isArray(value) ? value.map((one) => item.convert(one, count)) : undefined),
});

const structOf = (fields: readonly [string, ParquetColumn][]): ParquetColumn => ({
  elements: (name) => [
    { name, repetition_type: 'OPTIONAL', num_children: fields.length },
    ...fields.flatMap(([field, column]) => column.elements(field)),
  ],
  convert: (value, count) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    // Without a prototype: a field may be called `constructor`.
    const struct = Object.create(null) as Record<string, unknown>;
    for (const [name, column] of fields) struct[name] = column.convert(getKey(value, name), count);
    return struct;
  },
});

const byKinds: Readonly<Record<number, ParquetColumn>> = {
  0: texts,
  [kinds.boolean]: booleans,
  [kinds.integer]: integers,
  [kinds.double]: doubles,
  [kinds.text]: texts,
};

/** Chooses the column for everything that a place was. Mixed types become JSON, and so do objects without a field. */
export const columnOf = ({ kinds: found, isLarge, fields, items }: ValueShape): ParquetColumn => {
  if (found === (kinds.integer | kinds.double) && !isLarge) return doubles;
  if (found === kinds.list && items) return listOf(columnOf(items));
  if (found === kinds.object && fields.size > 0)
    return structOf([...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, shape]) => [name, columnOf(shape)]));
  return byKinds[found] ?? jsonTexts;
};
