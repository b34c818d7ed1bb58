import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import type { Transformation } from '../roles/roles';
import type { Interpolator, Template, Scope } from '@twl/jinja';
import { deleteLeaves, deletePath } from './delete-path';

/**
 * Removes fields. With a condition the language removes every plain value for which it holds (the value is `property`), at any position:
 * once per pointer, the pointers themselves do not matter.
 */
export class RemoveFields implements Transformation {
  private readonly pointers: string[][];
  private readonly condition: Template | undefined;

  constructor(node: ComponentNode, interpolator: Interpolator) {
    this.pointers = node.list('field_pointers').map((pointer) => {
      if (!Array.isArray(pointer)) throw node.error('each of field_pointers is a list of keys', 'field_pointers');
      return pointer.map(String);
    });
    const condition = node.text('condition') ?? '';
    this.condition = condition === '' ? undefined : interpolator.compile(condition, node.parameters);
  }

  apply(record: JsonObject, scope: Scope): JsonObject {
    const { condition } = this;
    if (!condition) this.pointers.forEach((pointer) => deletePath(record, pointer));
    else if (this.pointers.length) deleteLeaves(record, (property) => condition.test(withProperty(scope, property)));
    return record;
  }
}

const withProperty = (scope: Scope, property: Json): Scope => ({ ...scope, values: { ...scope.values, property } });
