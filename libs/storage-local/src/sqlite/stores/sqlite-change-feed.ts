import type { ChangesQuery, CuratedRecord } from '@twl/contracts';
import { ChangeFeed, fromOrderText, readFeed, requireLast, toOrderText, type FeedPage, type FeedSource, type FeedStream } from '@twl/ports';
import { readChanges } from '../change-log';
import type { Database } from '../database';
import { readRecord, selectRecords, selectWhole, type RecordRow } from '../rows/record-rows';
import { Streams } from '../streams';

const selectHead = 'SELECT coalesce(max(n), 0) AS head FROM changes WHERE generation = ?';
const selectLog = 'SELECT n AS number, at, body FROM changes WHERE generation = ? AND n > ? ORDER BY n LIMIT ?';
const selectSnapshot = `${selectRecords} WHERE r.generation = ? AND r.key > ? AND r.deleted = 0 ORDER BY r.key LIMIT ?`;
const selectKeys = `${selectWhole} FROM json_each(?) j CROSS JOIN records r ON r.generation = ? AND r.key = j.value JOIN raws w ON w.id = r.raw`;

/** The change feed of the records in the database. Each stream has one log; the numbers in it are revisions. */
export class SqliteChangeFeed extends ChangeFeed {
  readonly #streams: Streams;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {
    super();
    this.#streams = new Streams(db);
  }

  changes(query: ChangesQuery): Promise<FeedPage> {
    return readFeed(this.#source, query, this.now());
  }

  async newest(): Promise<string> {
    return this.db.read(() => String(this.db.requireRow<{ revision: number }>('SELECT revision FROM meta').revision));
  }

  readonly #source: FeedSource = {
    streams: async (filter) =>
      this.db.read(() =>
        this.#streams.list(filter).map(({ source, stream, generation }) => {
          const { head } = this.db.requireRow<{ head: number }>(selectHead, generation);
          return { source, stream, generation: String(generation), heads: [head] };
        }),
      ),
    log: async ({ generation }, { after, limit }) =>
      this.db.read(() => {
        const rows = this.db.all<{ number: number; at: number; body: string }>(selectLog, Number(generation), after, limit);
        return rows.map(({ number, at, body }) => ({ number, at, changes: readChanges(body) }));
      }),
    snapshot: async (stream, after, limit) =>
      this.db.read(() => {
        const rows = this.db.all<RecordRow>(selectSnapshot, Number(stream.generation), after === undefined ? '' : after.slice(1), limit);
        const next = rows.length < limit ? undefined : `.${requireLast(rows).key}`;
        return { records: rows.map((row) => readRecord(row, stream)), next };
      }),
    records: async (stream, keys) => this.db.read(() => this.#records(stream, keys)),
  };

  #records(stream: FeedStream, keys: readonly string[]): Map<string, CuratedRecord> {
    const rows = this.db.all<RecordRow>(selectKeys, JSON.stringify(keys.map(toOrderText)), Number(stream.generation));
    return new Map(rows.map((row) => [fromOrderText(row.key), readRecord(row, stream)]));
  }
}
