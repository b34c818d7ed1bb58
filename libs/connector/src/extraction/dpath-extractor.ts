import type { Json, JsonObject } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { Decoder, Extractor, Located, ReadablePage } from '../roles/roles';
import type { Template, Scope } from '@twl/jinja';
import type { NestedListRetriever } from './nested-list-retriever';
import type { DeclaredShape } from './shapes/declared-shape';
import { documentsOf, findItemsAt } from './shapes/items-at';
import { longList } from '../paths/long-list';
import { findErrorBesideRecords, findGraphqlErrors, refuseError } from '../paths/error-object';
import { isIndexStep, valueAt } from '../paths/field-path';
import { responseOf, ListReader } from './shapes/list-pages';
import { describeMissingList } from '../paths/missing-list';
import type { MissingList } from '../session/missing-list';
import { findMissingItem, orWholeResponse } from './missing-item';
import type { RecordExpander } from './record-expander';
import { PageShape } from './shapes/page-shape';

interface DpathOptions {
  path: readonly Template[];
  decoder: Decoder;
  expander?: RecordExpander;
  /** How to make objects of items that are not objects. */
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

  get nestedLists(): NestedListRetriever | undefined {
    return this.options.expander?.lists;
  }

  async *truncatedParents(page: ReadablePage): AsyncGenerator<JsonObject, void> {
    const shape = this.shapeOf(page);
    const { expander } = this.options;
    if (!expander) return;
    for await (const items of this.items(page, shape))
      for (const found of items) {
        const { value, refused } = shape?.keyed(found) ?? found;
        if (!refused && expander.isTruncated(value, page.scope)) yield value;
      }
  }

  async missing(page: ReadablePage): Promise<MissingList | undefined> {
    const { decoder, expander } = this.options;
    const path = this.fixed ?? this.path(page.scope);
    const body = responseOf(page.body, page.headers);
    const documents = decoder.decode(body, { headers: page.headers });
    // A place at the head of the path is one among the documents.
    if (isIndexStep(path[0])) return findMissingItem(documents, path);
    const document = await firstDocument(decoder, { ...page, body });
    if (document === undefined) return decoder.missing?.(body, { headers: page.headers });
    refuseError(document, path);
    const missing = describeMissingList(document, path);
    return (missing && (await orWholeResponse(missing, documents))) ?? expander?.missing(valueAt(document, path), path, page.scope);
  }

  async errors(page: ReadablePage): Promise<string | undefined> {
    const { decoder } = this.options;
    const body = responseOf(page.body, page.headers);
    if (page.isEmpty)
      return findErrorBesideRecords((await firstDocument(decoder, { ...page, body })) ?? null, this.fixed ?? this.path(page.scope));
    // Only GraphQL has errors next to records, with its results under `data`.
    if (!decoder.itemsAt || this.fixed?.[0] !== 'data' || !(await mentions(body, '"errors"'))) return undefined;
    return findGraphqlErrors(await decoder.document(body, { headers: page.headers }));
  }

  private async *withLists(expander: RecordExpander, page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const lists = new ListReader(page.body, page.headers);
    const response = { ...page, body: responseOf(page.body, page.headers) };
    const shape = this.shapeOf(response);
    let owner = 0;
    try {
      for await (const items of this.items(response, shape))
        for (const found of items) {
          const item = shape?.keyed(found) ?? found;
          if (item.refused) yield [item];
          else if (!expander.isTruncated(item.value, page.scope)) yield [...expander.expand(item, page.scope, shape)];
          else yield* expander.expandWhole(item.value, { item, page, list: lists.of(owner++) });
        }
    } finally {
      await lists.close();
    }
  }

  private items(page: ReadablePage, shape?: PageShape): AsyncIterable<readonly Located[]> {
    const { decoder } = this.options;
    const path = this.fixed ?? this.path(page.scope);
    // If shapes are declared, a document that is a list is one row, and one that is a plain value is an item.
    const found = shape && path.length === 0 ? documentsOf(decoder, page) : findItemsAt(decoder, page, path);
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

/** Returns the first document of a body, without the long values of a JSON text that is read in chunks; undefined if there is none. */
const firstDocument = async (decoder: Decoder, { body, headers }: Pick<ReadablePage, 'body' | 'headers'>): Promise<Json | undefined> => {
  if (decoder.outlined) return decoder.outlined(body, { headers }, longList);
  for await (const { value, refused } of decoder.decode(body, { headers })) if (!refused) return value;
  return undefined;
};

/** Returns true if a body contains a text of plain letters. */
const mentions = async (body: Payload, text: string): Promise<boolean> => {
  let tail = Buffer.alloc(0);
  for await (const chunk of body.open()) {
    const bytes = Buffer.concat([tail, chunk]);
    if (bytes.includes(text)) return true;
    tail = bytes.subarray(-text.length);
  }
  return false;
};
