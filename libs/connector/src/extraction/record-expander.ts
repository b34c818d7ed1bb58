import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../component/component-node';
import type { Located } from '../component/roles';
import type { Interpolator, Scope, Template } from '../component/template';
import { step } from '../decoders/json/json-pointer';
import { isJsonObject } from '../document/json-object';
import { createAt } from '../document/set-path';
import { matches, valueAt } from './field-path';

/** Takes the elements of lists inside each item as items of their own. */
export class RecordExpander {
  private readonly path: Template[];
  private readonly keepParent: boolean;
  private readonly emitParent: boolean;
  private readonly mergeParent: boolean;
  private readonly parentFields: { from: Template[]; to: Template[] }[];

  constructor(node: ComponentNode, interpolator: Interpolator) {
    const path = (owner: ComponentNode, key: string) => owner.texts(key).map((part) => interpolator.compile(part, owner.parameters));
    if (node.has('truncated_list_retriever'))
      throw node.error(
        'truncated_list_retriever is not supported (read the whole list with a stream of its own)',
        'truncated_list_retriever',
      );
    this.mergeParent = node.flag('merge_parent');
    this.parentFields = node.children('parent_fields').map((each) => ({ from: path(each, 'parent_path'), to: path(each, 'record_path') }));
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
    const texts = (path: Template[]) => path.map((part) => part.text(scope));
    const path = texts(this.path);
    const copied = this.parentFields.map(({ from, to }) => ({ value: valueAt(value, texts(from)) ?? null, to: texts(to) }));
    const rest = this.mergeParent ? withoutPath(value, path) : undefined;
    for (const list of matches(value, path, pointer)) {
      if (!Array.isArray(list.value)) continue;
      for (let index = 0; index < list.value.length; index++) {
        any = true;
        yield { pointer: list.pointer + step(index), value: this.child(list.value[index]!, { parent: value, rest, copied }) };
      }
    }
    if (!any && this.emitParent) yield item;
  }

  private child(value: Json, { parent, rest, copied }: Parent): Json {
    if (!isJsonObject(value)) return this.keepParent ? { value, original_record: structuredClone(parent) } : value;
    const child: JsonObject = { ...(rest && structuredClone(rest)), ...value };
    for (const { value: content, to } of copied) createAt(child, to, structuredClone(content));
    if (this.keepParent) child['original_record'] = structuredClone(parent);
    return child;
  }
}

/** What the elements of a list take over from the record that holds it. */
interface Parent {
  parent: JsonObject;
  /** All of it but the list. */
  rest: JsonObject | undefined;
  copied: { value: Json; to: string[] }[];
}

const withoutPath = (value: JsonObject, [key, ...below]: readonly string[]): JsonObject => {
  const { [key!]: inner, ...rest } = value;
  return below.length > 0 && isJsonObject(inner) ? { ...rest, [key!]: withoutPath(inner, below) } : rest;
};
