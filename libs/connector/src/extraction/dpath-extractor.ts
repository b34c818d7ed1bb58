import type { JsonObject } from '@twl/contracts';
import type { Decoder, Extractor, Located, ReadablePage } from '../component/roles';
import type { Scope, Template } from '../component/template';
import type { CutLists } from './cut-lists';
import { findItems } from './field-path';
import { answerOf, ListReader } from './list-pages';
import type { RecordExpander } from './record-expander';

interface DpathOptions {
  path: readonly Template[];
  decoder: Decoder;
  expander?: RecordExpander;
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
    for await (const items of this.items(page)) {
      if (!expander) yield items;
      else for (const item of items) yield item.refused ? [item] : [...expander.expand(item, page.scope)];
    }
  }

  get lists(): CutLists | undefined {
    return this.options.expander?.lists;
  }

  async *cut(page: ReadablePage): AsyncGenerator<JsonObject, void> {
    for await (const items of this.items(page))
      for (const { value } of items) if (this.options.expander!.isCut(value, page.scope)) yield value;
  }

  private async *withLists(expander: RecordExpander, page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const lists = new ListReader(page.body, page.headers);
    let owner = 0;
    try {
      for await (const items of this.items({ ...page, body: answerOf(page.body, page.headers) }))
        for (const item of items) {
          if (item.refused) yield [item];
          else if (!expander.isCut(item.value, page.scope)) yield [...expander.expand(item, page.scope)];
          else yield* expander.expandWhole(item.value, { item, page, list: lists.of(owner++) });
        }
    } finally {
      await lists.close();
    }
  }

  private items({ body, headers, scope }: ReadablePage): AsyncIterable<readonly Located[]> {
    const { decoder } = this.options;
    const path = this.fixed ?? this.path(scope);
    return decoder.itemsAt?.(body, path, { headers }) ?? inDocuments(decoder.decode(body, { headers }), path);
  }

  private path(scope: Scope): string[] {
    return this.options.path.map((part) => part.text(scope));
  }
}

async function* inDocuments(documents: AsyncIterable<Located>, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  for await (const document of documents) yield document.refused ? [document] : [...findItems(document.value, path, document.pointer)];
}
