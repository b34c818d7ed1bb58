import type { StreamDirectory } from '../caches/stream-directory';
import type { Bodies } from '../items/bodies';
import { bodyLocation, kindOf, unpackItem, type UnpackedItem } from '../items/described/unpack-item';
import { readRecord } from '../items/records/record-items';
import type { TableItem } from '../table/action';
import type { Table } from '../table/table';

/** An item for people to read. */
export interface ReadableItem extends UnpackedItem {
  /** The names of its stream. */
  stream?: { source: string; stream: string };
  /** The value of the item; for a record, the record. Absent if it is in the bucket and was not requested. */
  body?: unknown;
}

/** Which items to read. */
export interface ItemsQuery {
  pk: string;
  /** One item; without it those of the partition, in order. */
  sk?: string | undefined;
  /** The most items to read. */
  limit: number;
  /** Reads bodies from the bucket, too. */
  follows: boolean;
}

/** Shows items of the table with full names and decoded values, for people. */
export class ItemReader {
  constructor(private readonly parts: { table: Table; bodies: Bodies; streams: StreamDirectory }) {}

  /** @throws AwsError */
  async read({ pk, sk, limit, follows }: ItemsQuery): Promise<ReadableItem[]> {
    const items = await this.#find(pk, sk, limit);
    return Promise.all(items.map((item) => this.#readable(item, follows)));
  }

  async #find(pk: string, sk: string | undefined, limit: number): Promise<TableItem[]> {
    const { table } = this.parts;
    if (sk !== undefined) return [await table.get({ pk, sk })].filter((item) => item !== undefined);
    const found: TableItem[] = [];
    for await (const items of table.query({ pk, limit })) {
      found.push(...items);
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  async #readable(item: TableItem, follows: boolean): Promise<ReadableItem> {
    const unpacked = unpackItem(item);
    const sid = unpacked.key['stream'];
    const known = typeof sid === 'string' ? await this.parts.streams.findBySid(sid) : undefined;
    const stream = known && { source: known.source, stream: known.stream };
    const location = bodyLocation(item);
    const isHere = location === 'item' || (location === 'bucket' && follows);
    return { ...unpacked, ...(stream && { stream }), ...(isHere && { body: await this.#body(item, stream) }) };
  }

  async #body(item: TableItem, stream: { source: string; stream: string } | undefined): Promise<unknown> {
    const { bodies } = this.parts;
    return kindOf(item)?.isRecord && stream ? readRecord(bodies, item, stream) : bodies.read(item);
  }
}
