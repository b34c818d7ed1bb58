import { streamSettingsSchema, type Json, type JsonObject, type PageMeta } from '@twl/contracts';
import {
  UnreadablePageError,
  type Extracted,
  type Payload,
  type ReadEvent,
  type ReadOptions,
  type SourceStream,
  payloadOf,
  readPayload,
} from '@twl/ports';

/** One page of a script: its items, or text that is no JSON. Items without an `id` are refused, those with `drop` filtered. */
export type ScriptedPage = JsonObject[] | string;

/** A page that the source refuses with an error that is ignored. */
export const unseenPage = 'UNSEEN';

/** A stream whose pages are set by the test: `answers` is what the source has now, page by page. */
export class ScriptedStream implements SourceStream {
  readonly source = 'shop';
  readonly name = 'orders';
  readonly manifest = 'sha256:script';
  settings = streamSettingsSchema.parse({});
  /** The key field of the current manifest. */
  keyField = 'id';
  /** Whether the current manifest reads a page that is not JSON, as one record with the key `text`. */
  readsText = false;
  /** Throws or waits before a page is returned. */
  beforePage: (index: number, signal: AbortSignal) => Promise<void> = async () => undefined;
  end: Extract<ReadEvent, { kind: 'end' }> = { kind: 'end', state: 'complete' };
  /** The cursor to save; undefined for none. */
  cursor: Json | undefined;

  constructor(
    public pages: ScriptedPage[],
    private readonly now: () => string,
  ) {}

  async *read({ previous, signal }: ReadOptions): AsyncGenerator<ReadEvent, void> {
    for (const [index, page] of this.pages.entries()) {
      await this.beforePage(index, signal);
      if (page === unseenPage) continue;
      const body = payloadOf(typeof page === 'string' ? page : JSON.stringify(page));
      const requestLine = `GET /orders?page=${index}`;
      const same = previous(requestLine)?.sha256 === body.sha256;
      const request = { method: 'GET', url: `https://shop.example/orders?page=${index}` };
      const answered = {
        partition: {},
        interval: {},
        fetchedAt: this.now(),
        request,
        status: 200,
        headers: {},
        contentType: 'application/json',
      };
      yield { kind: 'page', page: { ...answered, body, requestLine, same } };
    }
    const unseen = this.pages.filter((answer) => answer === unseenPage).length;
    if (this.cursor !== undefined) yield { kind: 'state', cursor: this.cursor };
    yield { ...this.end, ...(unseen > 0 && { unseen }) };
  }

  async *extract(_: PageMeta, body: Payload): AsyncGenerator<Extracted[]> {
    const text = (await readPayload(body)).toString();
    if (!text.startsWith('[') && this.readsText) return yield [extractedOf({ id: 'text', text }, 0, 'id')];
    if (!text.startsWith('[')) throw new UnreadablePageError('UNPARSABLE', 'the page is not JSON');
    for (const [index, item] of (JSON.parse(text) as JsonObject[]).entries()) yield [extractedOf(item, index, this.keyField)];
  }
}

const extractedOf = (item: JsonObject, itemIndex: number, keyField: string): Extracted => {
  const { drop, cursor = null } = item;
  const id = item[keyField] ?? item['id'];
  const pointer = `/${itemIndex}`;
  if (drop) return { kind: 'filtered', itemIndex };
  if (id === undefined) return { kind: 'refused', itemIndex, pointer, reason: 'KEY_MISSING', detail: 'id is missing', data: item };
  return {
    kind: 'record',
    itemIndex,
    pointer,
    data: item,
    key: String(id),
    cursor: cursor as string | number | null,
    occurredAt: null,
    title: `order ${String(id)}`,
  };
};
