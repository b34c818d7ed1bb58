import type { Json, JsonObject } from '@twl/contracts';
import { pythonText } from '../interpolation/python-text';
import { isJsonObject } from '../document/json-object';
import { convert } from './convert';

const maxDepth = 64;

/** Casts the values of records to the types their schema declares, where they can be cast. */
export class SchemaNormalizer {
  /** The record, changed in place. */
  normalize(record: JsonObject, schema: JsonObject): JsonObject {
    this.visit(record, schema, { root: schema, depth: 0 });
    return record;
  }

  private visit(value: Json, schema: Json | undefined, at: { root: JsonObject; depth: number }): void {
    const resolved = isJsonObject(schema) ? resolve(schema, at.root) : undefined;
    if (!resolved || at.depth > maxDepth) return;
    const inner = { root: at.root, depth: at.depth + 1 };
    const { properties, items } = resolved;
    if (isJsonObject(properties) && isJsonObject(value)) {
      for (const [name, part] of Object.entries(properties)) {
        if (Object.hasOwn(value, name)) this.member(value, name, part, inner);
      }
    }
    if (isJsonObject(items) && Array.isArray(value)) value.forEach((_, index) => this.member(value, index, items, inner));
  }

  private member(owner: JsonObject | Json[], key: string | number, schema: Json, at: { root: JsonObject; depth: number }): void {
    if (!isJsonObject(schema)) return;
    const holder = owner as Record<string | number, Json>;
    const value = convert(holder[key]!, schema, pythonText);
    if (value !== holder[key]) Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    this.visit(value, schema, at);
  }
}

/** Follows a `$ref` inside the schema. */
const resolve = (schema: JsonObject, root: JsonObject): JsonObject | undefined => {
  let current = schema;
  for (let hops = 0; hops < 20; hops++) {
    const reference = current['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return current;
    const parts = reference
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const target = parts.reduce<Json | undefined>((value, part) => (isJsonObject(value) ? value[part] : undefined), root);
    if (!isJsonObject(target)) return undefined;
    current = target;
  }
  return undefined;
};
