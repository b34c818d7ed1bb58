import type { Json, JsonObject } from '@twl/contracts';
import { pointerStep } from '@twl/json';
import type { FieldNode } from './fields/field-node';
import type { PageFields } from './page-fields';
import { bits, typeBit, typesOf } from './fields/type-bits';

/** Violations that the text of one record names. */
const maxFields = 3;

/** Describes the fields of a record whose types break the contract. */
export const describeViolations = (fields: PageFields, record: JsonObject): string => {
  const found: string[] = [];
  visitObject(fields.root, record, '');
  const more = found.length > maxFields ? [`and ${found.length - maxFields} more`] : [];
  return [...found.slice(0, maxFields), ...more].join('; ');

  function visit(node: FieldNode, value: Json, pointer: string): void {
    const bit = typeBit(value);
    if (node.refusedTypes & bit) found.push(`${pointer} is ${typesOf(bit).join()} where the contract has ${describeKnownTypes(node)}`);
    if (bit === bits.object) visitObject(node, value as JsonObject, pointer);
    else if (Array.isArray(value) && node.items) for (const [i, item] of value.entries()) visit(node.items, item, pointer + pointerStep(i));
  }

  function visitObject(node: FieldNode, object: JsonObject, pointer: string): void {
    for (const [key, child] of node.children) {
      const value = child.rule !== 'ignore' && Object.hasOwn(object, key) ? object[key] : undefined;
      if (value !== undefined) visit(child, value, pointer + pointerStep(key));
    }
  }
};

/** The types that the contract allows for a field, as text. */
const describeKnownTypes = ({ known }: FieldNode): string => typesOf((known?.types ?? 0) & ~bits.null).join(' or ') || 'null';
