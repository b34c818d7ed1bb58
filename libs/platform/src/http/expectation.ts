import type * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What a value must be by a JSON Schema, to be put behind "must be": "a whole number from 1 to 200". */
export function expectation(schema: JsonSchema): string {
  const { const: only, enum: values, anyOf, type } = schema;
  if (only !== undefined) return shown(only);
  if (values) return values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;
  if (anyOf) return (anyOf as JsonSchema[]).map(expectation).join(' or ');
  const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return kind?.(schema) ?? 'of another kind';
}

const kinds: Readonly<Record<string, (schema: JsonSchema) => string>> = {
  integer: ({ minimum, maximum }) => `a whole number${range(minimum, maximum)}`,
  number: ({ minimum, maximum }) => `a number${range(minimum, maximum)}`,
  boolean: () => 'true or false',
  null: () => 'null',
  object: () => 'an object',
  array: ({ minItems, maxItems }) => `a list${size('items', minItems, maxItems)}`,
  string: ({ format, minLength, maxLength, pattern }) =>
    formats[format ?? ''] ?? `a text${size('characters', minLength, maxLength)}${pattern === '\\S' ? ', not all of them blank' : ''}`,
};

const formats: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2026-01-31T00:00:00Z',
  date: 'a day such as 2026-01-31',
};

/** The largest exact integer is nobody's limit. */
const limit = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

function range(minimum: number | undefined, maximum: number | undefined): string {
  const [least, most] = [limit(minimum), limit(maximum)];
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

function size(of: string, least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most} ${of}`;
  if (least !== undefined) return ` of at least ${least} ${least === 1 ? of.slice(0, -1) : of}`;
  return most === undefined ? '' : ` of at most ${most} ${of}`;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
