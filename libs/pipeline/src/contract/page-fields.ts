import type { ContractSettings, Json, JsonObject } from '@twl/contracts';
import { FieldNode } from './fields/field-node';
import { childPath, itemPath, maxPath, stepsOf } from './fields/field-path';
import { ruleOf, streamRule } from './fields/field-rule';
import type { KnownFields } from './fields/known-fields';
import { maxDepth, maxFields } from './fields/limits';
import { bits, typeBit } from './fields/type-bits';

/** The fields of a page's records, together with those of the contract. Each record is walked once. */
export class PageFields {
  readonly root: FieldNode;
  /** Number of records inspected so far. */
  recordCount = 0;
  private readonly size: { known: number; added: number };
  private itemIndex = 0;
  private isRefused = false;

  constructor(
    private readonly known: KnownFields,
    private readonly settings: ContractSettings,
  ) {
    this.root = new FieldNode('', { known: undefined, rule: streamRule(settings), isInList: false });
    this.size = { known: known.size, added: 0 };
    this.addKnownFields();
  }

  /** Whether the decision about a record can depend on later records of the page. */
  get needsWholePage(): boolean {
    return this.allNodes().some(
      ({ known, rule }) =>
        known && rule !== 'ignore' && (rule.type === 'freeze' || (known.always && !known.mayBeMissing && rule.removal !== 'evolve')),
    );
  }

  /** Adds a record. Returns whether one of its types is refused. */
  inspectRecord(record: JsonObject, index: number): boolean {
    this.recordCount += 1;
    this.itemIndex = index;
    this.isRefused = false;
    this.visitObject(this.root, record, 0);
    return this.isRefused;
  }

  /** Every field, each before the fields inside it. */
  allNodes(): FieldNode[] {
    const nodes: FieldNode[] = [];
    const add = (node: FieldNode): void => {
      for (const child of childNodes(node)) {
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
    if ((node.observedTypes & bit) === 0) {
      node.observedTypes |= bit;
      node.addType(bit, this.itemIndex, value);
    }
    if (node.refusedTypes & bit) this.isRefused = true;
    if (bit < bits.array || depth >= maxDepth) return;
    if (bit === bits.object) this.visitObject(node, value as JsonObject, depth);
    else this.visitList(node, value as Json[], depth);
  }

  private visitObject(node: FieldNode, object: JsonObject, depth: number): void {
    const keys = Object.keys(object);
    if (keys.length > 0) node.nonEmptyCount += 1;
    for (const key of keys) {
      const child = node.children.get(key) ?? this.addChild(node, key);
      const value = object[key];
      if (child && child.rule !== 'ignore' && value !== undefined) this.visit(child, value, depth + 1);
    }
  }

  private visitList(node: FieldNode, list: Json[], depth: number): void {
    if (list.length === 0) return;
    node.items ??= this.createNode(itemPath(node.path), node, true);
    if (!node.items || node.items.rule === 'ignore') return;
    for (const item of list) this.visit(node.items, item, depth + 1);
  }

  private addChild(node: FieldNode, key: string): FieldNode | undefined {
    if (key === '') return undefined;
    const child = this.createNode(childPath(node.path, key), node, node.isInList);
    if (child) node.children.set(key, child);
    return child;
  }

  /** Undefined if too many fields are checked already. */
  private createNode(path: string, outer: FieldNode, isInList: boolean): FieldNode | undefined {
    const known = this.known.get(path);
    if (!known) {
      if (path.length > maxPath || this.size.known + this.size.added >= maxFields) return undefined;
      this.size.added += 1;
    }
    return new FieldNode(path, { known, rule: ruleOf(this.settings, path, outer.rule), isInList });
  }

  /** Adds the fields of the contract, so that absent ones are noticed. */
  private addKnownFields(): void {
    for (const path of this.known.keys()) this.addKnownPath(path);
  }

  private addKnownPath(path: string): void {
    let node: FieldNode | undefined = this.root;
    for (const step of stepsOf(path)) {
      if (!node) return;
      if (step === null) node = node.items ??= this.createNode(itemPath(node.path), node, true);
      else node = node.children.get(step) ?? this.addChild(node, step);
    }
  }
}

/** The direct children of a field. */
export const childNodes = ({ children, items }: FieldNode): FieldNode[] => [...children.values(), ...(items ? [items] : [])];
