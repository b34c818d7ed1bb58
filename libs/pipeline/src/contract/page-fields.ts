import type { ContractSettings, Json, JsonObject } from '@twl/contracts';
import { FieldNode } from './fields/field-node';
import { childPath, itemPath, maxPath, stepsOf } from './fields/field-path';
import { ruleOf, streamRule } from './fields/field-rule';
import type { KnownFields } from './fields/known-fields';
import { maxDepth, maxFields } from './fields/limits';
import { bits, typeBit } from './fields/type-bits';

/** The fields of a page's records beside those that the contract knows: one walk through a record, no more. */
export class PageFields {
  readonly root: FieldNode;
  /** How many records were looked at. */
  records = 0;
  private readonly size: { known: number; fresh: number };
  private index = 0;
  private isRefused = false;

  constructor(
    private readonly known: KnownFields,
    private readonly settings: ContractSettings,
  ) {
    this.root = new FieldNode('', { known: undefined, rule: streamRule(settings), isInList: false });
    this.size = { known: known.size, fresh: 0 };
    this.grow();
  }

  /** Whether what to do with a record can depend on the records after it. */
  get needsWholePage(): boolean {
    return this.all().some(
      ({ known, rule }) =>
        known && rule !== 'ignore' && (rule.type === 'freeze' || (known.always && !known.mayMiss && rule.removal !== 'evolve')),
    );
  }

  /** Takes in a record; whether a type in it is one that is to be held back. */
  look(record: JsonObject, index: number): boolean {
    this.records += 1;
    this.index = index;
    this.isRefused = false;
    this.visitObject(this.root, record, 0);
    return this.isRefused;
  }

  /** Every field, the outer one before what is in it. */
  all(): FieldNode[] {
    const nodes: FieldNode[] = [];
    const add = (node: FieldNode): void => {
      for (const child of below(node)) {
        nodes.push(child);
        add(child);
      }
    };
    add(this.root);
    return nodes;
  }

  private visit(node: FieldNode, value: Json, depth: number): void {
    const bit = typeBit(value);
    node.count += 1;
    if ((node.seen & bit) === 0) {
      node.seen |= bit;
      node.note(bit, this.index, value);
    }
    if (node.refused & bit) this.isRefused = true;
    if (bit < bits.array || depth >= maxDepth) return;
    if (bit === bits.object) this.visitObject(node, value as JsonObject, depth);
    else this.visitList(node, value as Json[], depth);
  }

  private visitObject(node: FieldNode, object: JsonObject, depth: number): void {
    const keys = Object.keys(object);
    if (keys.length > 0) node.filled += 1;
    for (const key of keys) {
      const child = node.children.get(key) ?? this.addChild(node, key);
      const value = object[key];
      if (child && child.rule !== 'ignore' && value !== undefined) this.visit(child, value, depth + 1);
    }
  }

  private visitList(node: FieldNode, list: Json[], depth: number): void {
    if (list.length === 0) return;
    node.items ??= this.make(itemPath(node.path), node, true);
    if (!node.items || node.items.rule === 'ignore') return;
    for (const item of list) this.visit(node.items, item, depth + 1);
  }

  private addChild(node: FieldNode, key: string): FieldNode | undefined {
    if (key === '') return undefined;
    const child = this.make(childPath(node.path, key), node, node.isInList);
    if (child) node.children.set(key, child);
    return child;
  }

  /** Undefined where there are too many to be watched. */
  private make(path: string, outer: FieldNode, isInList: boolean): FieldNode | undefined {
    const known = this.known.get(path);
    if (!known) {
      if (path.length > maxPath || this.size.known + this.size.fresh >= maxFields) return undefined;
      this.size.fresh += 1;
    }
    return new FieldNode(path, { known, rule: ruleOf(this.settings, path, outer.rule), isInList });
  }

  /** The fields that the contract knows, so that those which do not come are missed. */
  private grow(): void {
    for (const path of this.known.keys()) this.growTo(path);
  }

  private growTo(path: string): void {
    let node: FieldNode | undefined = this.root;
    for (const step of stepsOf(path)) {
      if (!node) return;
      if (step === null) node = node.items ??= this.make(itemPath(node.path), node, true);
      else node = node.children.get(step) ?? this.addChild(node, step);
    }
  }
}

/** The fields right inside a field. */
export const below = ({ children, items }: FieldNode): FieldNode[] => [...children.values(), ...(items ? [items] : [])];
