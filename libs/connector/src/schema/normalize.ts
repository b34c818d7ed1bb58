import type { Json, JsonObject } from '@twl/contracts';
import { toPythonText } from '@twl/jinja';
import { isJsonObject, memberAt, pointerKeys } from '@twl/json';
import { convertValue } from './convert';

const maxDepth = 64;

/** The position of a schema: its root, its depth, and the references followed on the same value. */
interface SchemaPosition {
  root: JsonObject;
  depth: number;
  followed: readonly Json[];
}

/** Casts the values of records to the types of their schema, if possible. */
export class SchemaNormalizer {
  /** The record, changed in place. */
  normalize(record: JsonObject, schema: JsonObject): JsonObject {
    this.visit(record, schema, { root: schema, depth: 0, followed: [] });
    return record;
  }

  /** The keys next to a `$ref` count too; a circular `$ref` is followed once. */
  private visit(value: Json, schema: Json | undefined, at: SchemaPosition): void {
    if (!isJsonObject(schema) || at.depth > maxDepth) return;
    const inner = { root: at.root, depth: at.depth + 1, followed: [] };
    const { properties, items } = schema;
    if (isJsonObject(properties) && isJsonObject(value)) {
      for (const [name, part] of Object.entries(properties)) {
        if (Object.hasOwn(value, name)) this.member({ owner: value, key: name }, part, inner);
      }
    }
    if (isJsonObject(items) && Array.isArray(value)) value.forEach((_, index) => this.member({ owner: value, key: index }, items, inner));
    const further = referred(schema, at.root);
    if (further !== undefined && !at.followed.includes(further)) this.visit(value, further, { ...at, followed: [...at.followed, further] });
  }

  private member({ owner, key }: { owner: JsonObject | Json[]; key: string | number }, schema: Json, at: SchemaPosition): void {
    if (!isJsonObject(schema)) return;
    const holder = owner as Record<string | number, Json>;
    const before = holder[key] ?? null;
    const value = convertValue(before, schema, toPythonText);
    if (value !== before) Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    this.visit(value, schema, at);
  }
}

/** Returns the target of the schema's `$ref`; undefined if it has none inside the schema. */
const referred = ({ $ref: reference }: JsonObject, root: JsonObject): Json | undefined => {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return memberAt(root, pointerKeys(reference.slice(1)));
};
