import type { Json, JsonObject } from '@twl/contracts';
import { pythonText } from '@twl/jinja';
import { isJsonObject, memberAt, pointerKeys } from '@twl/json';
import { convert } from './convert';

const maxDepth = 64;

/** Casts the values of records to the types their schema declares, where they can be cast. */
export class SchemaNormalizer {
  /** The record, changed in place. */
  normalize(record: JsonObject, schema: JsonObject): JsonObject {
    this.visit(record, schema, { root: schema, depth: 0 });
    return record;
  }

  /** What stands beside a `$ref` counts too; a `$ref` that leads back to itself is followed once. */
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
    const value = convert(holder[key]!, schema, pythonText);
    if (value !== holder[key]) Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    this.visit(value, schema, at);
  }
}

/** What the schema's `$ref` leads to; undefined when it has none inside the schema. */
const referred = ({ $ref: reference }: JsonObject, root: JsonObject): Json | undefined => {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return memberAt(root, pointerKeys(reference.slice(1)));
};
