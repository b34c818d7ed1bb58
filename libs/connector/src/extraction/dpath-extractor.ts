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

  async *extract(page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const { expander } = this.options;
    for await (const items of this.items(page)) {
      if (!expander) yield items;
      else for (const item of items) yield item.refused ? [item] : [...expander.expand(item, page.scope)];
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
