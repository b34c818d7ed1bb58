import type { Decoder, Extractor, Located, ReadablePage } from '../component/roles';
import type { Scope, Template } from '../component/template';
import { findItems } from './field-path';
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

  async *extract(page: ReadablePage): AsyncGenerator<Located, void> {
    const { expander } = this.options;
    if (!expander) {
      yield* this.items(page);
      return;
    }
    for await (const item of this.items(page)) {
      if (item.refused) yield item;
      else yield* expander.expand(item, page.scope);
    }
  }

  private async *items({ body, headers, scope }: ReadablePage): AsyncGenerator<Located, void> {
    const { decoder } = this.options;
    const path = this.fixed ?? this.path(scope);
    if (decoder.itemsAt) {
      yield* decoder.itemsAt(body, path, { headers });
      return;
    }
    for await (const document of decoder.decode(body, { headers })) {
      if (document.refused) yield document;
      else yield* findItems(document.value, path, document.pointer);
    }
  }

  private path(scope: Scope): string[] {
    return this.options.path.map((part) => part.text(scope));
  }
}
