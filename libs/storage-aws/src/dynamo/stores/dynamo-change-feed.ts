import type { ChangesQuery, CuratedRecord } from '@twl/contracts';
import { ChangeFeed, readFeed, requireEntry, requireLast, type FeedPage, type FeedSource, type FeedStream } from '@twl/ports';
import type { StreamAccess, WorkEnvironment } from '../caches/parts';
import { bucketCount, changesPk, countKey, recordKey, recordPk } from '../items/keys';
import { readChanges } from '../items/records/change-items';
import { readShards, snapshotOf } from '../items/records/counter-shards';
import { readRecord } from '../items/records/record-items';
import type { TableItem } from '../table/action';
import { keyText } from '../table/table';

/**
 * The change feed of the records in a table. A stream has a log for each counter shard of its generation: the shard counts commits, and the
 * transaction of a commit writes its entry under its number, so that a log has no gap that is filled later.
 */
export class DynamoChangeFeed extends ChangeFeed {
  constructor(private readonly parts: StreamAccess & { environment: WorkEnvironment }) {
    super();
  }

  changes(query: ChangesQuery): Promise<FeedPage> {
    return readFeed(this.#source, query, this.parts.environment.now());
  }

  async newest(): Promise<string> {
    return JSON.stringify((await this.#streams({})).map(({ generation, heads }) => [generation, heads]));
  }

  readonly #source: FeedSource = {
    streams: (filter) => this.#streams(filter),
    log: async ({ generation }, { log, after, limit }) => {
      const items = await this.#first({ pk: changesPk(generation, log), from: countKey(after + 1) }, limit);
      return Promise.all(items.map((item) => readChanges(this.parts.bodies, item)));
    },
    snapshot: (stream, after, limit) => this.#snapshot(stream, after, limit),
    records: async (stream, keys) => {
      const items = await this.parts.table.getMany(keys.map((key) => recordKey(stream.generation, key)));
      const found = keys.flatMap((key) => {
        const item = items.get(keyText(recordKey(stream.generation, key)));
        return item ? [this.#read(item, stream).then((record) => [key, record] as const)] : [];
      });
      return new Map(await Promise.all(found));
    },
  };

  async #streams(filter: Parameters<FeedSource['streams']>[0]): Promise<FeedStream[]> {
    const streams = await this.parts.streams.list(filter);
    const shards = await readShards(
      this.parts.table,
      streams.map(({ gen }) => gen),
    );
    return streams.map(({ source, stream, gen }) => ({ source, stream, generation: gen, heads: snapshotOf(requireEntry(shards, gen)) }));
  }

  /** Reads bucket by bucket, in order of sort keys; a place is a bucket and a sort key in it. */
  async #snapshot(
    stream: FeedStream,
    after: string | undefined,
    limit: number,
  ): Promise<{ records: CuratedRecord[]; next: string | undefined }> {
    const [first, sk] = after === undefined ? [0, undefined] : [Number(after[0]), after.slice(1)];
    for (let bucket = first; bucket < bucketCount; bucket++) {
      const from = bucket === first && sk !== undefined ? sk : ' ';
      const found = await this.#first({ pk: recordPk(stream.generation, bucket), from }, limit + 1);
      const items = found.filter((item) => from === ' ' || item.sk !== sk).slice(0, limit);
      if (items.length === 0) continue;
      const records = await Promise.all(items.map((item) => this.#read(item, stream)));
      return { records: records.filter(({ deletedAt }) => deletedAt === undefined), next: `${bucket}${requireLast(items).sk}` };
    }
    return { records: [], next: undefined };
  }

  async #first(range: { pk: string; from: string }, limit: number): Promise<TableItem[]> {
    const found: TableItem[] = [];
    for await (const items of this.parts.table.query({ ...range, limit })) {
      found.push(...items);
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  #read(item: TableItem, { source, stream }: FeedStream): Promise<CuratedRecord> {
    return readRecord(this.parts.bodies, item, { source, stream });
  }
}
