import type { Json, JsonObject } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import { requireValue, type Payload } from '@twl/ports';
import type { Located, ReadablePage } from '../roles/roles';
import type { Interpolator, Template, Scope } from '@twl/jinja';
import { pointerStep, isJsonObject } from '@twl/json';
import { createAt } from '../document/set-path';
import { isFalsy } from '../document/falsy';
import type { NestedListRetriever } from './nested-list-retriever';
import { findMatches, valueAt } from '../paths/field-path';
import { describeMissingList } from '../paths/missing-list';
import type { MissingList } from '../session/missing-list';

/** Maximum number of items without a list that are searched for it. */
const lookedAt = 50;

/** Expands the elements of lists inside each item to items. */
export class RecordExpander {
  private readonly path: Template[];
  private readonly keepParent: boolean;
  private readonly emitParent: boolean;
  private readonly mergeParent: boolean;
  private readonly parentFields: { from: Template[]; to: Template[] }[];

  private readonly indicator: Template[];

  constructor(
    node: ComponentNode,
    interpolator: Interpolator,
    /** Set where lists that the source cut short are fetched whole. */
    readonly lists?: NestedListRetriever,
  ) {
    const path = (owner: ComponentNode, key: string) => owner.texts(key).map((part) => interpolator.compile(part, owner.parameters));
    this.mergeParent = node.flag('merge_parent');
    this.parentFields = node.children('parent_fields').map((each) => ({ from: path(each, 'parent_path'), to: path(each, 'record_path') }));
    this.path = node.texts('expand_records_from_field').map((part) => interpolator.compile(part, node.parameters));
    this.indicator = path(node, 'truncation_indicator_path');
    this.keepParent = node.flag('remain_original_record');
    this.emitParent = node.text('on_no_records') === 'emit_parent';
  }

  /** Returns true if the record says that its list is truncated. */
  isTruncated(value: Json, scope: Scope): value is JsonObject {
    if (!isJsonObject(value) || this.indicator.length === 0) return false;
    const said = valueAt(value, texts(this.indicator, scope));
    return said !== undefined && !isFalsy(said);
  }

  /** Returns the elements of a list that was fetched; those of the record itself if there are none. */
  async *expandWhole(
    parent: JsonObject,
    { item, page, list }: { item: Located; page: ReadablePage; list: AsyncIterable<Payload> },
  ): AsyncGenerator<readonly Located[], void> {
    const taken = this.taken(parent, page.scope);
    const lists = requireValue(this.lists, 'retriever of nested lists');
    let any = false;
    for await (const element of lists.elements(parent, list, page)) {
      any = true;
      yield [element.refused ? element : { pointer: element.pointer, value: this.child(element.value, taken) }];
    }
    if (!any) yield [...this.expand(item, page.scope)];
  }

  /** @param shape makes objects of elements that are none */
  *expand(item: Located, scope: Scope, shape?: { finished(item: Located): Located }): Generator<Located, void> {
    const { value, pointer } = item;
    if (item.refused || !isJsonObject(value) || this.path.length === 0) {
      yield shape?.finished(item) ?? item;
      return;
    }
    let any = false;
    const taken = this.taken(value, scope);
    for (const list of findMatches(value, texts(this.path, scope), pointer)) {
      if (!Array.isArray(list.value)) continue;
      for (const [index, item] of list.value.entries()) {
        any = true;
        const found: Located = { pointer: list.pointer + pointerStep(index), value: item };
        const element = shape?.finished(found) ?? found;
        yield element.refused ? element : { pointer: element.pointer, value: this.child(element.value, taken) };
      }
    }
    if (!any && this.emitParent) yield item;
  }

  /** Describes what is in items of which none has the list; undefined if one has it, even empty. */
  missing(items: Json | undefined, at: readonly string[], scope: Scope): MissingList | undefined {
    const some = (Array.isArray(items) ? items : [items]).slice(0, lookedAt).filter((item) => item !== undefined);
    const path = texts(this.path, scope);
    const found = some.map((item) => describeMissingList(item, path, at));
    return found.includes(undefined) ? undefined : found[0];
  }

  private taken(parent: JsonObject, scope: Scope): Parent {
    return {
      parent,
      rest: this.mergeParent ? withoutPath(parent, texts(this.path, scope)) : undefined,
      copied: this.parentFields.map(({ from, to }) => ({ value: valueAt(parent, texts(from, scope)) ?? null, to: texts(to, scope) })),
    };
  }

  private child(value: Json, { parent, rest, copied }: Parent): Json {
    if (!isJsonObject(value)) return this.keepParent ? { value, original_record: structuredClone(parent) } : value;
    const child: JsonObject = { ...(rest && structuredClone(rest)), ...value };
    for (const { value: content, to } of copied) createAt(child, to, structuredClone(content));
    if (this.keepParent) child['original_record'] = structuredClone(parent);
    return child;
  }
}

const texts = (path: readonly Template[], scope: Scope): string[] => path.map((part) => part.text(scope));

/** What the elements of a list inherit from the record that holds it. */
interface Parent {
  parent: JsonObject;
  /** All of it but the list. */
  rest: JsonObject | undefined;
  copied: { value: Json; to: string[] }[];
}

const withoutPath = (value: JsonObject, [key = '', ...below]: readonly string[]): JsonObject => {
  const { [key]: inner, ...rest } = value;
  return below.length > 0 && isJsonObject(inner) ? { ...rest, [key]: withoutPath(inner, below) } : rest;
};
