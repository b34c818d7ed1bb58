import type { Json, JsonObject } from '@twl/contracts';
import { toPythonText } from '@twl/jinja';
import { isJsonObject, memberAt, pointerKeys } from '@twl/json';
import { convertValue } from './convert';

const maxDepth = 64;

/** Casts the values of records to the types of their schema, if possible. */
export class SchemaNormalizer {
  /** The record, changed in place. */
  normalize(record: JsonObject, schema: JsonObject): JsonObject {
    this.visit(record, schema, { root: schema, depth: 0 });
    return record;
  }

  /** The keys next to a `$ref` count too; a circular `$ref` is followed once. */
  private visit(value: Json, schema: Json | undefined, at: { root: JsonObject; depth: number }, followed: readonly Json[] = []): void {
    if (!isJsonObject(schema) || at.depth > maxDepth) return;
    const inner = { root: at.root, depth: at.depth + 1 };
    const { properties, items } = schema;
    if (isJsonObject(properties) && isJsonObject(value)) {
      for (const [name, part] of Object.entries(properties)) {
        if (Object.hasOwn(value, name)) this.member(value, name, part, inner);
      }
    }
    if (isJsonObject(items) && Array.isArray(value)) value.forEach((_, index) => this.member(value, index, items, inner));
    const further = referred(schema, at.root);
    if (further !== undefined && !followed.includes(further)) this.visit(value, further, at, [...followed, further]);
  }

  private member(owner: JsonObject | Json[], key: string | number, schema: Json, at: { root: JsonObject; depth: number }): void {
    if (!isJsonObject(schema)) return;
    const holder = owner as Record<string | number, Json>;
    const value = convertValue(holder[key]!, schema, toPythonText);
    if (value !== holder[key]) Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    this.visit(value, schema, at);
  }
}

/** Returns the target of the schema's `$ref`; undefined if it has none inside the schema. */
const referred = ({ $ref: reference }: JsonObject, root: JsonObject): Json | undefined => {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return memberAt(root, pointerKeys(reference.slice(1)));
};
