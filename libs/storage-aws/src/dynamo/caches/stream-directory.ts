import { recordIdPrefix, splitRecordId } from '@twl/contracts';
import { namedStreams, requireValue } from '@twl/ports';
import { sidOf } from '../items/keys';
import { createShards } from '../items/records/counter-shards';
import { createStream, readStream, streamKey, streamsPk, type StreamItem } from '../items/runs/stream-items';
import type { Table } from '../table/table';

/** How long cached streams are trusted where a condition guards the write, ms. */
const recentMs = 5000;

/** Filter of a list of streams. */
export interface StreamFilter {
  source?: string | undefined;
  stream?: string | undefined;
}

/** A record by its id, as it may be stored in a stream. */
export interface LocatedRecord<S> {
  stream: S;
  key: string;
  id: string;
}

/** The streams of the table. */
export class StreamDirectory {
  #recent: { streams: StreamItem[]; until: number } | undefined;

  constructor(private readonly table: Table) {}

  async find(source: string, stream: string): Promise<StreamItem | undefined> {
    return this.findBySid(sidOf(source, stream));
  }

  async findBySid(sid: string): Promise<StreamItem | undefined> {
    const item = await this.table.get(streamKey(sid));
    return item && readStream(item);
  }

  /** Returns an existing stream. @throws TypeError if it is missing */
  async requireStream(sid: string): Promise<StreamItem> {
    return requireValue(await this.findBySid(sid), `stream ${sid}`);
  }

  /** Returns a stream, and creates it if it is new. */
  async findOrCreate(source: string, stream: string): Promise<StreamItem> {
    const sid = sidOf(source, stream);
    const known = await this.findBySid(sid);
    if (known) return known;
    const gen = `${sid}.1`;
    return this.table.retryTransaction(async () => {
      await this.table.transact([createStream(source, stream, gen), ...createShards(gen, 'shown')]);
      this.clear();
      return (await this.findBySid(sid)) ?? 'again';
    });
  }

  /** Reads the streams that match a filter. */
  async list(filter: StreamFilter = {}): Promise<StreamItem[]> {
    const streams = (await this.table.all({ pk: streamsPk })).map(readStream);
    this.#recent = { streams, until: performance.now() + recentMs };
    return namedStreams(streams, filter);
  }

  /** Returns the cached streams. A generation may have been replaced since, which a write notices by its condition. */
  async listCached(): Promise<StreamItem[]> {
    return this.#recent && performance.now() < this.#recent.until ? this.#recent.streams : this.list();
  }

  /** Clears the cache. */
  clear(): void {
    this.#recent = undefined;
  }
}

/** Finds the streams in which records may be stored, by the ids of the records. */
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
