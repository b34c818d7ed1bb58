import { recordIdPrefix, splitRecordId } from '@twl/contracts';
import { toOrderText, requireFirst } from '@twl/ports';
import type { Database } from './database';
import { selectRecords, type RecordRow } from './rows/record-rows';
import { Streams, type StreamRow } from './streams';

/** Ids of one stream, as keys of a generation. */
export interface KeysOfStream {
  stream: Pick<StreamRow, 'source' | 'stream'>;
  generation: number;
  keys: string[];
  ids: string[];
}

/** Finds the generation and keys of records by their ids: an id begins with the names of its stream. */
export class RowLocator {
  readonly #streams: Streams;

  constructor(
    private readonly db: Database,
    private readonly building?: { generation: number; source: string; stream: string },
  ) {
    this.#streams = new Streams(db);
  }

  /** Groups ids by stream. */
  groupByStream(ids: readonly string[]): KeysOfStream[] {
    const byPrefix = new Map<string, KeysOfStream>();
    for (const { generation, ...stream } of this.building ? [this.building] : this.#streams.list())
      byPrefix.set(recordIdPrefix(stream), { stream, generation, keys: [], ids: [] });
    for (const id of ids) {
      const parts = splitRecordId(id);
      const found = parts && byPrefix.get(parts.prefix);
      if (!found) continue;
      found.keys.push(toOrderText(parts.key));
      found.ids.push(id);
    }
    return [...byPrefix.values()].filter(({ keys }) => keys.length > 0);
  }

  /** Returns the row of one record. */
  find(id: string): { row: RecordRow; stream: KeysOfStream['stream'] } | undefined {
    for (const { generation, keys, stream } of this.groupByStream([id])) {
      const row = this.db.get<RecordRow>(`${selectRecords} WHERE r.generation = ? AND r.key = ?`, generation, requireFirst(keys));
      if (row) return { row, stream };
    }
    return undefined;
  }
}
