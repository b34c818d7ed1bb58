import type { JsonObject } from '@twl/contracts';
import type { Decoder, Extractor, Located, ReadablePage } from '../component/roles';
import type { Scope, Template } from '../component/template';
import type { CutLists } from './cut-lists';
import type { DeclaredShape } from './declared-shape';
import { documentsOf, itemsAt } from './items-at';
import { answerOf, ListReader } from './list-pages';
import type { RecordExpander } from './record-expander';
import { PageShape } from './page-shape';

interface DpathOptions {
  path: readonly Template[];
  decoder: Decoder;
  expander?: RecordExpander;
  /** What makes objects of items that are none. */
  shape?: DeclaredShape;
}

/** Finds the items of a page under a path of keys; lists and their elements become items, an empty value none. */
export class DpathExtractor implements Extractor {
  private readonly fixed: string[] | undefined;

  constructor(private readonly options: DpathOptions) {
    const { path } = options;
    this.fixed = path.every(({ literal }) => literal) ? path.map(({ source }) => source) : undefined;
  }

  async *extract(page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const { expander } = this.options;
    if (expander?.lists) return yield* this.withLists(expander, page);
    const shape = this.shapeOf(page);
    for await (const items of this.items(page, shape)) {
      if (!expander) yield shape ? items.map((item) => shape.keyed(shape.finished(item))) : items;
      else for (const item of items) yield item.refused ? [item] : [...expander.expand(shape?.keyed(item) ?? item, page.scope, shape)];
    }
  }

  get lists(): CutLists | undefined {
    return this.options.expander?.lists;
  }

  async *cut(page: ReadablePage): AsyncGenerator<JsonObject, void> {
    const shape = this.shapeOf(page);
    for await (const items of this.items(page, shape))
      for (const found of items) {
        const { value, refused } = shape?.keyed(found) ?? found;
        if (!refused && this.options.expander!.isCut(value, page.scope)) yield value;
      }
  }

  private async *withLists(expander: RecordExpander, page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const lists = new ListReader(page.body, page.headers);
    const answer = { ...page, body: answerOf(page.body, page.headers) };
    const shape = this.shapeOf(answer);
    let owner = 0;
    try {
      for await (const items of this.items(answer, shape))
        for (const found of items) {
          const item = shape?.keyed(found) ?? found;
          if (item.refused) yield [item];
          else if (!expander.isCut(item.value, page.scope)) yield [...expander.expand(item, page.scope, shape)];
          else yield* expander.expandWhole(item.value, { item, page, list: lists.of(owner++) });
        }
    } finally {
      await lists.close();
    }
  }

  private items(page: ReadablePage, shape?: PageShape): AsyncIterable<readonly Located[]> {
    const { decoder } = this.options;
    const path = this.fixed ?? this.path(page.scope);
    // A document that is a list is one row, and one that is a plain value an item, where they are declared.
    const found = shape && path.length === 0 ? documentsOf(decoder, page) : itemsAt(decoder, page, path);
    return shape ? shape.rows(found) : found;
  }

  private shapeOf(page: ReadablePage): PageShape | undefined {
    const { shape, decoder } = this.options;
    return shape && new PageShape(shape, { page, decoder });
  }

  private path(scope: Scope): string[] {
    return this.options.path.map((part) => part.text(scope));
  }
}
