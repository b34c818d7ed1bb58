import type { JsonObject } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { Located, NestedLists, ReadablePage } from '../roles/roles';
import { createPageTask, type Retriever } from '../roles/retriever';
import type { ReadSession } from '../session/read-session';
import { withSlice, type Slice } from '../roles/slice';

/** Fetches lists inside of items, which the source truncated, by requests of their own. */
export class NestedListRetriever implements NestedLists {
  constructor(private readonly retriever: Retriever) {}

  /** Fetches the list of one item, page by page. */
  async *fetch(parent: JsonObject, session: ReadSession): AsyncGenerator<Payload, void> {
    for await (const { body } of this.retriever.read(createPageTask(session, sliceOf(parent)))) yield body;
  }

  /** The elements of a list that was fetched with the page. */
  async *elements(parent: JsonObject, pages: AsyncIterable<Payload>, page: ReadablePage): AsyncGenerator<Located, void> {
    const scope = { ...page.scope, values: { ...page.scope.values, ...withSlice(sliceOf(parent)) } };
    for await (const body of pages)
      for await (const items of this.retriever.select({ body, headers: page.headers, scope }))
        for (const item of items) {
          if (item.kind === 'record') yield { pointer: '', value: item.data };
          else if (item.kind === 'refused') yield { pointer: '', value: item.data, refused: { reason: item.reason, detail: item.detail } };
        }
  }
}

const sliceOf = (parent: JsonObject): Slice => ({ partition: { parent_record: parent }, interval: {}, extra: {} });
