import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, memberAt, pointerKeys } from '@twl/json';
import { childPath, itemPath, maxPath } from './field-path';
import { maxDepth, maxFields } from './limits';
import { anyType, bits } from './type-bits';

const bitsByName: Record<string, number> = { ...bits, integer: bits.number };

/** The types of the fields that a JSON schema declares, by path. A field without a declared type may have any type. */
export const declaredFields = (schema: JsonObject | undefined): Map<string, number> => {
  const fields = new Map<string, number>();
  if (!schema) return fields;
  const root = schema;
  visit({ schema: root, path: '', depth: 0 });
  return fields;

  function visit({ schema: part, path, depth }: { schema: Json; path: string; depth: number }): void {
    const variants = variantsOf(part, root);
    if (path && path.length <= maxPath && (fields.has(path) || fields.size < maxFields)) {
      fields.set(path, (fields.get(path) ?? 0) | variants.reduce((types, variant) => types | typesIn(variant), 0));
    }
    if (depth >= maxDepth) return;
    for (const { properties, items } of variants) {
      if (isJsonObject(properties)) {
        for (const [key, child] of Object.entries(properties)) visit({ schema: child, path: childPath(path, key), depth: depth + 1 });
      }
      for (const item of Array.isArray(items) ? items : isJsonObject(items) ? [items] : [])
        visit({ schema: item, path: itemPath(path), depth: depth + 1 });
    }
  }
};

const typesIn = ({ type, properties, items }: JsonObject): number => {
  if (type === undefined) return properties !== undefined ? bits.object : items !== undefined ? bits.array : anyType;
  return (Array.isArray(type) ? type : [type]).reduce<number>((set, name) => set | (bitsByName[String(name)] ?? anyType), 0);
};

/** The alternatives that a schema allows. References are resolved within the schema. */
const variantsOf = (part: Json, root: JsonObject, hops = 0): JsonObject[] => {
  if (!isJsonObject(part) || hops > 20) return [{}];
  const { $ref: reference, anyOf, oneOf, allOf } = part;
  if (typeof reference === 'string') return variantsOf(resolveReference(reference, root) ?? {}, root, hops + 1);
  const inner = [anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const own = part['type'] !== undefined || part['properties'] !== undefined || inner.length === 0 ? [part] : [];
  return [...own, ...inner.flatMap((each) => variantsOf(each, root, hops + 1))];
};

const resolveReference = (reference: string, root: JsonObject): Json | undefined =>
  reference.startsWith('#/') ? memberAt(root, pointerKeys(reference.slice(1))) : undefined;
