import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';
import { readJson } from '@twl/json';
import {
  type ExportFilter,
  readPosition,
  RecordReader,
  type RecordListPage,
  type StreamTally,
  type Version,
  writePosition,
  requireEntry,
} from '@twl/ports';
import { analyse } from '../analytics';
import type { Database } from '../database';
import { exportRecords } from '../export-records';
import { RowLocator } from '../row-locator';
import { readContent, readRecord, selectRecordsOf, type RecordRow } from '../rows/record-rows';
import { walkRows, type WalkPosition, type WalkStep, type WalkQuery } from '../record-walk';
import { Streams, type StreamRow } from '../streams';

/** Records read for one page of a list. A selective filter can make a page short, with a cursor to continue. */
const budget = 20_000;

type ListQuery = Omit<RecordsQuery, 'cursor'> & { after?: string };

/** Records of a page, where the next page begins, and how many records were read. */
interface WalkPage {
  steps: WalkStep[];
  next: WalkPosition | undefined;
  scanned: number;
}

/** The reading side of the curated store in the database. */
export class SqliteReader extends RecordReader {
  readonly #streams: Streams;
  readonly #locator: RowLocator;

  constructor(private readonly db: Database) {
    super();
    this.#streams = new Streams(db);
    this.#locator = new RowLocator(db);
  }

  async get(id: string): Promise<CuratedRecord | undefined> {
    return this.db.read(() => {
      const found = this.#locator.find(id);
      return found && readRecord(found.row, found.stream);
    });
  }

  async list(query: ListQuery): Promise<RecordListPage> {
    return this.#list(query, budget, (page) => page());
  }

  /** Returns a page if it takes at most so many reads, else undefined. @throws as `list` does */
  listWithin(query: ListQuery, looks: number): RecordListPage | undefined {
    return this.#list(query, looks, (page, { scanned }) => (scanned < looks ? page() : undefined));
  }

  #list<T>({ limit, after, ...query }: ListQuery, looks: number, use: (page: () => RecordListPage, scanned: WalkPage) => T): T {
    const owner = ['records', ...Object.entries(query).filter(([, value]) => value !== undefined)].sort();
    return this.db.read(() => {
      const start: [number, number, string] = [0, 0, ''];
      const from = after === undefined ? undefined : readPosition<[number, number, string]>(owner, after, start);
      const position = from && { time: from[1], id: from[2] };
      const revision = from?.[0] ?? this.db.requireRow<{ revision: number }>('SELECT revision FROM meta').revision;
      const streams = this.#streams.listAt(revision, query);
      const found = this.#readSteps(streams, { query, revision, position, limit, looks });
      const { steps, next, scanned } = found;
      const page = () => ({
        items: this.#records(steps, streams),
        next: next ? writePosition(owner, [revision, next.time, next.id]) : null,
        scanned,
      });
      return use(page, found);
    });
  }

  /** Returns the number of stored earlier versions of a record. */
  countVersions(id: string): number {
    return this.db.read(() => {
      const found = this.#locator.find(id);
      return found ? this.db.requireRow<{ count: number }>('SELECT count(*) AS count FROM versions WHERE rid = ?', found.row.rid).count : 0;
    });
  }

  async versions(id: string): Promise<RecordVersion[]> {
    return this.db.read(() => {
      const found = this.#locator.find(id);
      if (!found) return [];
      const record = readRecord(found.row, found.stream);
      const rows = this.db.all<{ version: number; content: string }>(
        'SELECT version, content FROM versions WHERE rid = ? ORDER BY version',
        found.row.rid,
      );
      const earlier = rows.map(({ version, content }) => ({ version, content: readJson<Version>(content) }));
      const chain = [...earlier, { version: record.version, content: readContent(found.row, record) }];
      return chain.map(({ version, content }, i) => versionOf(version, content, { record, next: chain[i + 1]?.content })).reverse();
    });
  }

  async analytics(query: AnalyticsQuery, now: string): Promise<Analytics> {
    return this.db.read(() => analyse(this.db, query, now));
  }

  async tally(): Promise<StreamTally[]> {
    return this.db.read(() => {
      const counted = this.db.tuples<[number, number]>("SELECT id, records FROM generations WHERE state = 'shown'");
      const records = new Map(counted);
      const tallies = this.#streams
        .list()
        .map(({ source, stream, generation }) => ({ source, stream, records: requireEntry(records, generation) }));
      return tallies.filter((tally) => tally.records > 0);
    });
  }

  async *export(filter: ExportFilter): AsyncIterable<CuratedRecord> {
    yield* exportRecords(this.db, this.#streams.list(filter), filter.deleted);
  }

  /** Walks until the page is full and it is known whether more follows, or the budget is spent. */
  #readSteps(
    streams: StreamRow[],
    options: { query: WalkQuery; revision: number; position: WalkPosition | undefined; limit: number; looks: number },
  ): WalkPage {
    const steps: WalkStep[] = [];
    let scanned = 0;
    let last: WalkPosition | undefined;
    for (const { step, isMatch } of walkRows(this.db, streams, options)) {
      // The current and a past state of a record may share a position; a page ends behind all of them.
      if (scanned >= options.looks && last && !isSamePosition(last, step)) return { steps, next: last, scanned };
      if (isMatch && steps.length === options.limit) return { steps, next: steps.at(-1), scanned };
      if (isMatch) steps.push(step);
      last = step;
      scanned += 1;
    }
    return { steps, next: undefined, scanned };
  }

  #records(steps: WalkStep[], streams: StreamRow[]): CuratedRecord[] {
    const rows = [...this.#rows('records', steps), ...this.#rows('past', steps)];
    const byStep = new Map(rows.map(({ from, row }) => [`${from} ${row.rid}`, row]));
    const byGeneration = new Map(streams.map((stream) => [stream.generation, stream]));
    return steps.map(({ from, rid }) => {
      const row = requireEntry(byStep, `${from} ${rid}`);
      return readRecord(row, requireEntry(byGeneration, row.generation));
    });
  }

  #rows(from: WalkStep['from'], steps: WalkStep[]): { from: WalkStep['from']; row: RecordRow }[] {
    const rids = steps.filter((step) => step.from === from).map(({ rid }) => rid);
    const select = `${selectRecordsOf(from)} WHERE r.rid IN (SELECT value FROM json_each(?))`;
    return rids.length === 0 ? [] : this.db.all<RecordRow>(select, JSON.stringify(rids)).map((row) => ({ from, row }));
  }
}

const isSamePosition = (a: WalkPosition, b: WalkPosition): boolean => a.time === b.time && a.id === b.id;

const versionOf = (version: number, content: Version, at: { record: CuratedRecord; next: Version | undefined }): RecordVersion => ({
  version,
  validFrom: content.at,
  validTo: at.next?.at ?? null,
  fingerprint: content.fingerprint,
  title: content.title,
  occurredAt: content.occurredAt ?? at.record.firstSeenAt,
  data: content.data,
  rawRef: content.rawRef,
  ...(content.deleted && { deleted: true }),
});
