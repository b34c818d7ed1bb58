import type { JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import type { Transformation } from '../roles/roles';
import type { Interpolator, Template, Scope } from '@twl/jinja';
import { isJsonObject, setKey } from '@twl/json';
import { valueAt } from '../paths/field-path';
import { deletePath } from './delete-path';

/** Brings the keys of one inner object to the top, unless one of them is there already. */
export class DpathFlattenFields implements Transformation {
  private readonly path: Template[];
  private readonly deleteOrigin: boolean;
  private readonly replaceRecord: boolean;
  private readonly prefix: Template | undefined;
  private readonly suffix: Template | undefined;

  constructor(node: ComponentNode, interpolator: Interpolator) {
    this.path = node.texts('field_path').map((part) => interpolator.compile(part, node.parameters));
    this.deleteOrigin = node.flag('delete_origin_value');
    this.replaceRecord = node.flag('replace_record');
    const keys = node.child('key_transformation');
    const [prefix, suffix] = ['prefix', 'suffix'].map((name) => keys?.text(name));
    this.prefix = prefix === undefined ? undefined : interpolator.compile(prefix, node.parameters);
    this.suffix = suffix === undefined ? undefined : interpolator.compile(suffix, node.parameters);
  }

  apply(record: JsonObject, scope: Scope): JsonObject {
    const path = this.path.map((part) => part.text(scope));
    const found = valueAt(record, path);
    if (!isJsonObject(found)) return record;
    const inner = this.renamed(found, scope);
    const keys = Object.keys(inner);
    if (this.replaceRecord && keys.length) return inner;
    if (keys.some((key) => Object.hasOwn(record, key))) return record;
    if (this.deleteOrigin) deletePath(record, path);
    for (const [key, each] of Object.entries(inner)) setKey(record, key, each);
    return record;
  }

  private renamed(object: JsonObject, scope: Scope): JsonObject {
    const [prefix, suffix] = [this.prefix?.text(scope) ?? '', this.suffix?.text(scope) ?? ''];
    const result: JsonObject = {};
    for (const [key, value] of Object.entries(object)) setKey(result, prefix + key + suffix, value);
    return result;
  }
}
