import type * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Describes the values of a JSON Schema, as a text to follow "must be": "a whole number from 1 to 200". */
export function describeExpected(schema: JsonSchema): string {
  const { const: only, enum: values, anyOf, type } = schema;
  if (only !== undefined) return valueText(only);
  if (values) return values.length === 1 ? valueText(values[0]) : `one of ${values.map(valueText).join(', ')}`;
  if (anyOf) return (anyOf as JsonSchema[]).map(describeExpected).join(' or ');
  const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return kind?.(schema) ?? 'of another type';
}

const kinds: Readonly<Record<string, (schema: JsonSchema) => string>> = {
  integer: ({ minimum, maximum }) => `a whole number${range(minimum, maximum)}`,
  number: ({ minimum, maximum }) => `a number${range(minimum, maximum)}`,
  boolean: () => 'true or false',
  null: () => 'null',
  object: () => 'an object',
  array: ({ minItems, maxItems }) => `a list${size('items', minItems, maxItems)}`,
  string: ({ format, minLength, maxLength, pattern }) =>
    formats[format ?? ''] ?? `a text${size('characters', minLength, maxLength)}${pattern === '\\S' ? ', not only blanks' : ''}`,
};

const formats: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2026-01-31T00:00:00Z',
  date: 'a day such as 2026-01-31',
};

/** Returns a bound, or undefined if it is the largest exact integer, which is no real limit. */
const realBound = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

function range(minimum: number | undefined, maximum: number | undefined): string {
  const [min, max] = [realBound(minimum), realBound(maximum)];
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function size(of: string, least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most} ${of}`;
  if (least !== undefined) return ` of at least ${least} ${least === 1 ? of.slice(0, -1) : of}`;
  return most === undefined ? '' : ` of at most ${most} ${of}`;
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
