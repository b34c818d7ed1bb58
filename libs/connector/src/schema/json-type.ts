import type { Json } from '@twl/contracts';

/** The types of JSON Schema. */
export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** The type of a value; `1.0` and `1` are both integers, as in JSON Schema. */
export const jsonTypeOf = (value: Json): JsonType => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'bigint':
      return 'integer';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'boolean':
    case 'string':
      return typeof value as 'boolean' | 'string';
    default:
      return 'object';
  }
};
