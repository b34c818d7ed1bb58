import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import { jsonTypeOf, type JsonType } from './json-type';

interface Shape {
  types: Set<JsonType>;
  fields: Map<string, Shape>;
  items?: Shape;
  /** How many objects were seen, and so which fields all of them had. */
  objects: number;
  seen: number;
}

const maxDepth = 16;
const maxFields = 1000;

const blank = (): Shape => ({ types: new Set(), fields: new Map(), objects: 0, seen: 0 });

const addToShape = (shape: Shape, value: Json, depth: number): void => {
  shape.seen++;
  shape.types.add(jsonTypeOf(value));
  if (depth >= maxDepth) return;
  if (Array.isArray(value)) {
    const items = (shape.items ??= blank());
    value.forEach((item) => addToShape(items, item, depth + 1));
  } else if (isJsonObject(value)) {
    shape.objects++;
    for (const [key, item] of Object.entries(value)) {
      const field = shape.fields.get(key) ?? (shape.fields.size < maxFields ? blank() : undefined);
      if (!field) continue;
      shape.fields.set(key, field);
      addToShape(field, item, depth + 1);
    }
  }
};

const typeOf = ({ types }: Shape): Json => {
  const named = [...types].filter((type) => type !== 'integer' || !types.has('number')).sort();
  const [first, ...others] = named;
  return first !== undefined && others.length === 0 ? first : named;
};

const schemaOf = (shape: Shape): JsonObject => {
  const schema: JsonObject = { type: typeOf(shape) };
  if (shape.fields.size) {
    const properties: JsonObject = {};
    for (const [key, field] of shape.fields) setKey(properties, key, schemaOf(field));
    schema['properties'] = properties;
    const required = [...shape.fields].filter(([, field]) => field.seen === shape.objects).map(([key]) => key);
    if (required.length) schema['required'] = required;
  }
  if (shape.items?.seen) schema['items'] = schemaOf(shape.items);
  return schema;
};

/** Returns a JSON schema that fits all the records. */
export const inferSchema = (records: Iterable<JsonObject>): JsonObject => {
  const shape = blank();
  for (const record of records) addToShape(shape, record, 0);
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...(shape.seen ? schemaOf(shape) : { type: 'object' }) };
};
