import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';
import { RecordReader, type ExportFilter, type StreamTally, type Version } from '@twl/ports';
import type { Item } from './action';
import { analyse } from './analytics';
import { boundsKey, boundsOf } from './bounds';
import { exportRecords } from './export-records';
import { fillPage } from './fill-page';
import { recordKey } from './keys';
import { lanesOf, readLanes, type Lane } from './lanes';
import { readCurrent, readRecord, type RecordItem } from './record-items';
import { walkRecords, orderOf, type Step, type Walked, type WalkQuery } from './record-walk';
import { locate, type StreamItem } from './streams';
import { placeOf } from './table';
import type { TableParts } from './table-parts';
import { readVersions } from './version-shelves';
import { readWalkPlace, writeWalkPlace, type WalkPlace } from './walk-place';

/** The reading side of the curated store. */
export class DynamoReader extends RecordReader {
  constructor(private readonly parts: TableParts) {
    super();
  }

  async get(id: string): Promise<CuratedRecord | undefined> {
    const found = await this.#find(id);
    return found && readRecord(this.parts.bodies, found.item, found.stream);
  }

  async list({ limit, after, ...query }: Omit<RecordsQuery, 'cursor'> & { after?: string }) {
    const owner = ['records', ...Object.entries(query).filter(([, value]) => value !== undefined)].sort();
    const place = after === undefined ? undefined : readWalkPlace(owner, after);
    const walked = await this.#walked(query, place);
    const { items, next } = await fillPage(walkRecords(this.parts, walked, { query, after: place }), {
      limit,
      read: (steps) => this.#shown(steps, query),
    });
    if (!next) return { items, next: null };
    const snapshots = new Map(walked.map(({ gen, snapshot }) => [gen, snapshot]));
    return { items, next: writeWalkPlace(owner, { time: next.time, key: next.key, snapshots }) };
  }

  async versions(id: string): Promise<RecordVersion[]> {
    const { table, bodies } = this.parts;
    const found = await this.#find(id);
    if (!found) return [];
    const { item, stream, key } = found;
    const earlier = await readVersions(table, stream.gen, { key, item });
    const { record, content } = await readCurrent(bodies, item, stream);
    const contents = earlier.map(async (one) => ({ version: one['v'] as number, content: await bodies.read<Version>(one) }));
    const chain = [...(await Promise.all(contents)), { version: record.version, content }];
    return chain.map(({ version, content }, i) => versionOf(version, content, { record, next: chain[i + 1]?.content })).reverse();
  }

  async analytics(query: AnalyticsQuery, now: string): Promise<Analytics> {
    return analyse(this.parts, query, now);
  }

  async tally(): Promise<StreamTally[]> {
    const streams = await this.parts.streams.list();
    const lanes = await readLanes(
      this.parts.table,
      streams.map(({ gen }) => gen),
    );
    const recordsOf = (own: readonly Lane[]) => own.reduce((sum, { records }) => sum + records, 0);
    const tallies = streams.map(({ source, stream, gen }) => ({ source, stream, records: recordsOf(lanes.get(gen)!) }));
    return tallies.filter(({ records }) => records > 0);
  }

  async *export(filter: ExportFilter): AsyncIterable<CuratedRecord> {
    const records = exportRecords(this.parts, await this.parts.streams.list(filter));
    for await (const record of records) if (isAskedFor(record, filter)) yield record;
  }

  async #find(id: string): Promise<{ item: Item; stream: StreamItem; key: string } | undefined> {
    for (const { stream, key } of locate(await this.parts.streams.list(), [id])) {
      const item = await this.parts.table.get(recordKey(stream.gen, key));
      if (item) return { item, stream, key };
    }
    return undefined;
  }

  /** The generations that a walk goes over: those shown when it began, if they still are, as they were then. */
  async #walked(query: WalkQuery, place: WalkPlace | undefined): Promise<Walked[]> {
    const streams = (await this.parts.streams.list(query)).filter(({ gen }) => !place || place.snapshots.has(gen));
    const items = await this.parts.table.getMany(streams.flatMap(({ gen }) => [...lanesOf(gen), boundsKey(gen)]));
    return streams.map(({ source, stream, gen }) => {
      const lanes = lanesOf(gen).map((key) => items.get(placeOf(key)) as unknown as Lane);
      const snapshot = place?.snapshots.get(gen) ?? lanes.map(({ n, a }) => n + a);
      return { source, stream, gen, snapshot, bounds: boundsOf(items.get(placeOf(boundsKey(gen)))) };
    });
  }

  /** The records that steps lead to, where record and hint agree and the query lets them through. */
  async #shown(steps: readonly Step[], query: WalkQuery): Promise<(CuratedRecord | undefined)[]> {
    const { table, bodies } = this.parts;
    const items = await table.getMany(steps.map(({ part, recordKey: key }) => recordKey(part.gen, key)));
    const order = orderOf(query);
    const isWanted = filterOf(query);
    const records = steps.map(async ({ part, recordKey: key, time }) => {
      const item = items.get(placeOf(recordKey(part.gen, key)));
      if (!item) return undefined;
      const { l, c, ...times } = item as unknown as RecordItem;
      if (c > part.snapshot[l]! || times[order] !== time || !isWanted.times(times)) return undefined;
      const record = await readRecord(bodies, item, part);
      return isWanted.record(record) ? record : undefined;
    });
    return Promise.all(records);
  }
}

const isAskedFor = ({ deletedAt }: CuratedRecord, { deleted }: Pick<RecordsQuery, 'deleted'>): boolean =>
  deleted === 'include' || (deletedAt !== undefined) === (deleted === 'only');

const filterOf = (query: WalkQuery) => {
  const from = (bound: string | undefined) => (bound === undefined ? -Infinity : Date.parse(bound));
  const to = (bound: string | undefined) => (bound === undefined ? Infinity : Date.parse(bound));
  const title = query.q?.toLowerCase() ?? '';
  return {
    times: ({ u, t }: Pick<RecordItem, 'u' | 't'>): boolean =>
      from(query['updatedAt.gte']) <= u &&
      u < to(query['updatedAt.lt']) &&
      from(query['occurredAt.gte']) <= t &&
      t < to(query['occurredAt.lt']),
    record: (record: CuratedRecord): boolean => isAskedFor(record, query) && record.title.toLowerCase().includes(title),
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
