import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../component/component-node';
import type { Located } from '../component/roles';
import type { Interpolator, Scope, Template } from '../component/template';
import { step } from '../decoders/json/json-pointer';
import { isJsonObject } from '../document/json-object';
import { matches } from './field-path';

/** Takes the elements of lists inside each item as items of their own. */
export class RecordExpander {
  private readonly path: Template[];
  private readonly keepParent: boolean;
  private readonly emitParent: boolean;

  constructor(node: ComponentNode, interpolator: Interpolator) {
    this.path = node.texts('expand_records_from_field').map((part) => interpolator.compile(part, node.parameters));
    this.keepParent = node.flag('remain_original_record');
    this.emitParent = node.text('on_no_records') === 'emit_parent';
  }

  *expand(item: Located, scope: Scope): Generator<Located, void> {
    const { value, pointer } = item;
    if (!isJsonObject(value) || this.path.length === 0) {
      yield item;
      return;
    }
    let any = false;
    for (const list of matches(
      value,
      this.path.map((part) => part.text(scope)),
      pointer,
    )) {
      if (!Array.isArray(list.value)) continue;
      for (let index = 0; index < list.value.length; index++) {
        any = true;
        yield { pointer: list.pointer + step(index), value: this.child(list.value[index]!, value) };
      }
    }
    if (!any && this.emitParent) yield item;
  }

  private child(value: Json, parent: JsonObject): Json {
    if (isJsonObject(value)) return this.keepParent ? { ...value, original_record: structuredClone(parent) } : { ...value };
    return this.keepParent ? { value, original_record: structuredClone(parent) } : value;
  }
}
