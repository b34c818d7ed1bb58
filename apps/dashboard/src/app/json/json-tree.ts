import { Component, computed, input } from '@angular/core';
import { LongText } from '../display/long-text';
import type { JsonNode } from './json-node';

/** How many members are shown at once; the rest are in the raw answer. */
const shownAtOnce = 200;

/** Fields and their values, nested ones indented and foldable. */
@Component({ selector: 'twl-json-tree', imports: [LongText], templateUrl: './json-tree.html', styleUrl: './json-tree.scss' })
export class JsonTree {
  readonly node = input.required<JsonNode>();

  private readonly all = computed<{ key: string; value: JsonNode }[]>(() => {
    const node = this.node();
    if (node.kind === 'object') return node.entries.map(([key, value]) => ({ key, value }));
    if (node.kind === 'array') return node.items.map((value, index) => ({ key: String(index), value }));
    return [{ key: '', value: node }];
  });
  protected readonly members = computed(() => this.all().slice(0, shownAtOnce));
  protected readonly more = computed(() => this.all().length - this.members().length);

  protected sizeOf(value: JsonNode): number {
    if (value.kind === 'object') return value.entries.length;
    return value.kind === 'array' ? value.items.length : 0;
  }
}
