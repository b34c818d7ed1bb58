import { requireValue, type FetchedPage, type Payload } from '@twl/ports';
import { BytesPayload } from '../../payload/bytes-payload';
import { collectPayload } from '../../payload/collect-payload';
import { SlicePayload } from '../../payload/slice-payload';

/** Marks that lists of items follow the response: the length of the response, and of the table at the end, in bytes. */
export const listsHeader = 'x-twl-lists';

/** A page of a list, and which of the cut lists it belongs to. */
export interface ListPage {
  owner: number;
  body: Payload;
}

type Headers = Readonly<Record<string, string>>;

/** One page with the lists that were fetched for it: the response, the lists' pages, and a table of `[owner, bytes]`. */
export const withLists = async (page: FetchedPage, lists: readonly ListPage[]): Promise<FetchedPage> => {
  const table = Buffer.from(JSON.stringify(lists.map(({ owner, body }) => [owner, body.bytes])));
  const parts = [page.body, ...lists.map(({ body }) => body)];
  const body = await collectPayload(joined([...parts, new BytesPayload(table)]));
  await Promise.all(parts.map((part) => part.dispose()));
  return { ...page, headers: { ...page.headers, [listsHeader]: `${page.body.bytes},${table.byteLength}` }, body, same: false };
};

const joined = async function* (parts: readonly Payload[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield* part.open();
};

const lengthsOf = (headers: Headers): [response: number, table: number] | undefined => {
  const [response, table] = headers[listsHeader]?.split(',').map(Number) ?? [];
  return response === undefined || table === undefined ? undefined : [response, table];
};

/** The response of a page, without the lists behind it. */
export const responseOf = (body: Payload, headers: Headers): Payload => {
  const lengths = lengthsOf(headers);
  return lengths ? new SlicePayload(body, 0, lengths[0]) : body;
};

/** Reads the pages of one list after the other, in storage order: the body is read once. */
export class ListReader {
  private chunks: AsyncIterator<Uint8Array> | undefined;
  private rest: Uint8Array = new Uint8Array();
  private table: [number, number][] | undefined;

  constructor(
    private readonly body: Payload,
    private readonly headers: Headers,
  ) {}

  /** The pages of the list of one owner; none where no list was fetched. */
  async *of(owner: number): AsyncGenerator<Payload, void> {
    const table = (this.table ??= await this.readTable());
    for (let [next] = table; next?.[0] === owner; [next] = table) {
      table.shift();
      const page = await collectPayload(this.take(next[1]));
      try {
        yield page;
      } finally {
        await page.dispose();
      }
    }
  }

  /** Ends reading before the end. */
  async close(): Promise<void> {
    await this.chunks?.return?.();
  }

  private async readTable(): Promise<[number, number][]> {
    const lengths = lengthsOf(this.headers);
    if (!lengths) return [];
    const parts: Uint8Array[] = [];
    for await (const part of new SlicePayload(this.body, this.body.bytes - lengths[1], lengths[1]).open()) parts.push(part);
    this.chunks = this.body.open()[Symbol.asyncIterator]();
    for await (const _skipped of this.take(lengths[0]));
    return JSON.parse(Buffer.concat(parts).toString()) as [number, number][];
  }

  private async *take(bytes: number): AsyncGenerator<Uint8Array, void> {
    let remaining = bytes;
    while (remaining > 0) {
      if (this.rest.byteLength === 0) {
        const next = await requireValue(this.chunks, 'body that is being read').next();
        if (next.done) return;
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, remaining);
      this.rest = this.rest.subarray(part.byteLength);
      remaining -= part.byteLength;
      yield part;
    }
  }
}
