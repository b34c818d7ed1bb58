import { recordIdPrefix, splitRecordId } from '@twl/contracts';
import { namedStreams, requireValue } from '@twl/ports';
import { sidOf } from '../items/keys';
import { createShards } from '../items/records/counter-shards';
import { createStream, readStream, streamKey, streamsPk, type StreamItem } from '../items/runs/stream-items';
import type { Table } from '../table/table';

/** How long what was read of the streams is taken for granted where a condition guards what is done with it, ms. */
const recentMs = 5000;

/** What narrows a list of streams. */
export interface StreamFilter {
  source?: string | undefined;
  stream?: string | undefined;
}

/** A record by its id, as it may lie in a stream. */
export interface LocatedRecord<S> {
  stream: S;
  key: string;
  id: string;
}

/** The streams that the table knows. */
export class StreamDirectory {
  #recent: { streams: StreamItem[]; until: number } | undefined;

  constructor(private readonly table: Table) {}

  async find(source: string, stream: string): Promise<StreamItem | undefined> {
    return this.bySid(sidOf(source, stream));
  }

  async bySid(sid: string): Promise<StreamItem | undefined> {
    const item = await this.table.get(streamKey(sid));
    return item && readStream(item);
  }

  /** The stream, which was made before. @throws TypeError where it is missing */
  async requireStream(sid: string): Promise<StreamItem> {
    return requireValue(await this.bySid(sid), `stream ${sid}`);
  }

  /** The stream, made if it is new. */
  async make(source: string, stream: string): Promise<StreamItem> {
    const sid = sidOf(source, stream);
    const known = await this.bySid(sid);
    if (known) return known;
    const gen = `${sid}.1`;
    return this.table.retryTransaction(async () => {
      await this.table.transact([createStream(source, stream, gen), ...createShards(gen, 'shown')]);
      this.forget();
      return (await this.bySid(sid)) ?? 'again';
    });
  }

  /** Those that a filter lets through, as they are now. */
  async list(filter: StreamFilter = {}): Promise<StreamItem[]> {
    const streams = (await this.table.all({ pk: streamsPk })).map(readStream);
    this.#recent = { streams, until: performance.now() + recentMs };
    return namedStreams(streams, filter);
  }

  /** Those read a moment ago: a generation may have been replaced since, which a write notices by its condition. */
  async recent(): Promise<StreamItem[]> {
    return this.#recent && performance.now() < this.#recent.until ? this.#recent.streams : this.list();
  }

  /** Reads them again the next time. */
  forget(): void {
    this.#recent = undefined;
  }
}

/** Where records may lie, by their ids. */
export const locateRecords = <S extends { source: string; stream: string }>(
  streams: readonly S[],
  ids: readonly string[],
): LocatedRecord<S>[] => {
  const byPrefix = new Map(streams.map((stream) => [recordIdPrefix(stream), stream]));
  return ids.flatMap((id) => {
    const parts = splitRecordId(id);
    const stream = parts && byPrefix.get(parts.prefix);
    return stream ? [{ stream, key: parts.key, id }] : [];
  });
};
