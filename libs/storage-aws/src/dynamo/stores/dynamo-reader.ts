import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';
import {
  type ExportFilter,
  type RecordListPage,
  RecordReader,
  requireEntry,
  type StreamTally,
  titleSearch,
  type Version,
  WalkExpiredError,
  walkMs,
} from '@twl/ports';
import type { StreamAccess, WorkEnvironment } from '../caches/parts';
import { locateRecords } from '../caches/stream-directory';
import { recordKey } from '../items/keys';
import { readShard, readShards, shardKeys, snapshotOf, type CounterShard } from '../items/records/counter-shards';
import { isWithinSnapshot, readCurrent, readRecord, readRecordFields, timesOf, type RecordTimes } from '../items/records/record-items';
import { readTimeRange, timeRangeKey } from '../items/records/time-range-items';
import { readVersionNumber, readVersions } from '../items/records/version-items';
import type { StreamItem } from '../items/runs/stream-items';
import { computeAnalytics } from '../steps/lists/analytics';
import { exportRecords } from '../steps/lists/export-records';
import { fillPage } from '../steps/lists/fill-page';
import { readWalkPosition, writeWalkPosition, type WalkCursor } from '../steps/lists/walk-cursor';
import { orderOf, rangesOf, walkRecords, type RecordStep, type RecordsWalk, type WalkedGeneration } from '../steps/lists/walk-records';
import { pastGraceMs, readPast } from '../steps/records/past-records';
import type { TableItem } from '../table/action';
import { keyText } from '../table/table';

/** Walks that begin within so many ms have the same start, so that an unchanged list has the same cursor. */
const startMs = 300_000;

type ReaderParts = StreamAccess & { environment: WorkEnvironment };

/** The reading side of the curated store. */
export class DynamoReader extends RecordReader {
  constructor(private readonly parts: ReaderParts) {
    super();
  }

  async get(id: string): Promise<CuratedRecord | undefined> {
    const found = await this.#find(id);
    return found && readRecord(this.parts.bodies, found.item, found.stream);
  }

  async list({ limit, after, ...query }: Omit<RecordsQuery, 'cursor'> & { after?: string }): Promise<RecordListPage> {
    const owner = ['records', ...Object.entries(query).filter(([, value]) => value !== undefined)].sort();
    const position = after === undefined ? undefined : readWalkPosition(owner, after);
    const began = position?.began ?? Math.floor(this.parts.environment.now() / startMs) * startMs;
    const walked = await this.#walkedGenerations(query, position);
    const { items, next, scanned } = await fillPage(walkRecords(this.parts, walked, { query, after: position }), {
      limit,
      read: (steps) => this.#readAsShown(steps, { query, began }),
    });
    if (!next) return { items, next: null, scanned };
    const snapshots = new Map(walked.map(({ gen, snapshot }) => [gen, snapshot]));
    return { items, next: writeWalkPosition(owner, { time: next.time, key: next.key, began, snapshots }), scanned };
  }

  async versions(id: string): Promise<RecordVersion[]> {
    const { table, bodies } = this.parts;
    const found = await this.#find(id);
    if (!found) return [];
    const { item, stream, key } = found;
    const earlier = await readVersions(table, stream.gen, { key, item });
    const { record, content } = await readCurrent(bodies, item, stream);
    const contents = earlier.map(async (one) => ({ version: readVersionNumber(one), content: await bodies.read<Version>(one) }));
    const chain = [...(await Promise.all(contents)), { version: record.version, content }];
    return chain.map(({ version, content }, i) => versionOf(version, content, { record, next: chain[i + 1]?.content })).reverse();
  }

  async analytics(query: AnalyticsQuery, now: string): Promise<Analytics> {
    return computeAnalytics(this.parts, query, now);
  }

  async tally(): Promise<StreamTally[]> {
    const streams = await this.parts.streams.list();
    const shards = await readShards(
      this.parts.table,
      streams.map(({ gen }) => gen),
    );
    const recordsOf = (own: readonly CounterShard[]) => own.reduce((sum, { records }) => sum + records, 0);
    const tallies = streams.map(({ source, stream, gen }) => ({ source, stream, records: recordsOf(requireEntry(shards, gen)) }));
    return tallies.filter(({ records }) => records > 0);
  }

  async *export(filter: ExportFilter): AsyncIterable<CuratedRecord> {
    const records = exportRecords(this.parts, await this.parts.streams.list(filter));
    for await (const record of records) if (matchesDeleted(record, filter)) yield record;
  }

  async #find(id: string): Promise<{ item: TableItem; stream: StreamItem; key: string } | undefined> {
    for (const { stream, key } of locateRecords(await this.parts.streams.list(), [id])) {
      const item = await this.parts.table.get(recordKey(stream.gen, key));
      if (item) return { item, stream, key };
    }
    return undefined;
  }

  /** Returns the generations of a walk: those that were shown when it began, as of then. */
  async #walkedGenerations(query: RecordsWalk, position: WalkCursor | undefined): Promise<WalkedGeneration[]> {
    const { streams, table, environment } = this.parts;
    const parts = (await streams.list(query)).flatMap((stream) => {
      const gen = position ? generationOf(stream, { position, now: environment.now() }) : stream.gen;
      return gen === undefined ? [] : [{ source: stream.source, stream: stream.stream, gen }];
    });
    const items = await table.getMany(parts.flatMap(({ gen }) => [...shardKeys(gen), timeRangeKey(gen)]));
    return parts.map((part) => {
      const shards = shardKeys(part.gen).map((key) => readShard(items.get(keyText(key))));
      const snapshot = position?.snapshots.get(part.gen) ?? snapshotOf(shards);
      return { ...part, snapshot, times: readTimeRange(items.get(keyText(timeRangeKey(part.gen)))) };
    });
  }

  /** Reads the records of steps as of the start of the walk, where record and index entry agree and the query matches. */
  async #readAsShown(
    steps: readonly RecordStep[],
    { query, began }: { query: RecordsWalk; began: number },
  ): Promise<(CuratedRecord | undefined)[]> {
    const { table, bodies } = this.parts;
    const items = await table.getMany(steps.map(({ part, recordKey: key }) => recordKey(part.gen, key)));
    const order = orderOf(query);
    const isWithinDays = filterOf(query);
    const records = steps.map(async ({ part, recordKey: key, time }) => {
      const now = items.get(keyText(recordKey(part.gen, key)));
      const item = now && (await this.#readPast(now, { part, key, began }));
      if (!item) return undefined;
      const times = readRecordFields(item);
      if (times[order] !== time || !isWithinDays.times(times)) return undefined;
      const record = await readRecord(bodies, item, part);
      return isWithinDays.record(record) ? record : undefined;
    });
    return Promise.all(records);
  }

  /** Reads a record as of the start of a walk; undefined if it did not exist. @throws WalkExpiredError if that is not known any more */
  async #readPast(
    now: TableItem,
    { part, key, began }: { part: WalkedGeneration; key: string; began: number },
  ): Promise<TableItem | undefined> {
    if (isWithinSnapshot(now, part.snapshot)) return now;
    const then = await readPast(this.parts, part.gen, { key, snapshot: part.snapshot });
    if (!then && began + walkMs + pastGraceMs <= this.parts.environment.now()) throw new WalkExpiredError();
    return then;
  }
}

/** Returns the generation of a stream for a walk; undefined if the stream did not exist at its start. @throws WalkExpiredError */
const generationOf = (
  { sid, gen, oldGenerations = [] }: StreamItem,
  { position, now }: { position: WalkCursor; now: number },
): string | undefined => {
  if (position.snapshots.has(gen)) return gen;
  const walked = [...position.snapshots.keys()].find((one) => one.startsWith(`${sid}.`));
  if (walked !== undefined && !oldGenerations.some((one) => one.gen === walked && one.at + walkMs > now)) throw new WalkExpiredError();
  return walked;
};

const matchesDeleted = ({ deletedAt }: CuratedRecord, { deleted }: Pick<RecordsQuery, 'deleted'>): boolean =>
  deleted === 'include' || (deletedAt !== undefined) === (deleted === 'only');

const filterOf = (query: RecordsWalk) => {
  const ranges = rangesOf(query);
  const isTitled = titleSearch(query.q);
  return {
    /** Compares whole ms; the record itself has finer times. */
    times: (times: RecordTimes): boolean =>
      (['updatedAt', 'occurredAt'] as const).every((name) => ranges[name].from <= times[name] && times[name] < ranges[name].to),
    record: (record: CuratedRecord): boolean =>
      matchesDeleted(record, query) &&
      isTitled(record.title) &&
      ranges.updatedAt.has(timesOf(record).updatedAt, () => record.updatedAt) &&
      ranges.occurredAt.has(timesOf(record).occurredAt, () => record.occurredAt),
  };
};

const versionOf = (
  version: number,
  content: Version,
  { record, next }: { record: CuratedRecord; next: Version | undefined },
): RecordVersion => ({
  version,
  validFrom: content.at,
  validTo: next?.at ?? null,
  fingerprint: content.fingerprint,
  title: content.title,
  occurredAt: content.occurredAt ?? record.firstSeenAt,
  data: content.data,
  rawRef: content.rawRef,
  ...(content.deleted && { deleted: content.deleted }),
});
