import type { AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';
import { RecordReader, type ExportFilter, type StreamTally } from '../record-reader';
import { memoryAnalytics } from './memory-analytics';
import type { MemoryGeneration, MemoryRecord, MemoryState } from './memory-state';
import { decodePosition, encodePosition } from './position';

type ListQuery = Omit<RecordsQuery, 'cursor'> & { after?: string };

/** Where a walk stands: the last record shown, and the newest revision it may show. */
interface Place {
  time: number;
  id: string;
  revision: number;
}

/** The reading side of the curated store in memory. */
export class MemoryRecordReader extends RecordReader {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async get(id: string): Promise<CuratedRecord | undefined> {
    return structuredClone(this.#find(id)?.record);
  }

  async list({ limit, after, ...filter }: ListQuery): Promise<{ items: CuratedRecord[]; next: string | null }> {
    const query = ['records', ...Object.entries(filter).filter(([, value]) => value !== undefined)].sort();
    const place = after === undefined ? undefined : decodePosition<Place>(query, after);
    const revision = place?.revision ?? this.memory.revision;
    const timeOf = ({ record }: MemoryRecord) => Date.parse(filter.sort.endsWith('updatedAt') ? record.updatedAt : record.occurredAt);
    const sign = filter.sort.startsWith('-') ? -1 : 1;
    const compare = (a: { time: number; id: string }, b: { time: number; id: string }) =>
      sign * (a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id)));
    const found = this.#shown(revision, filter)
      .map((entry) => ({ record: entry.record, time: timeOf(entry), id: entry.record.id }))
      .filter((entry) => !place || compare(entry, place) > 0)
      .sort(compare);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last && found.length > limit ? encodePosition(query, { time: last.time, id: last.id, revision } satisfies Place) : null;
    return { items: structuredClone(items.map(({ record }) => record)), next };
  }

  async versions(id: string): Promise<RecordVersion[]> {
    const entry = this.#find(id);
    if (!entry) return [];
    const { record, content, versions } = entry;
    const chain = [...versions, [record.version, content] as const].sort(([a], [b]) => a - b);
    return structuredClone(
      chain
        .map(([version, { at, fingerprint, title, occurredAt, data, rawRef, deleted }], i) => ({
          version,
          validFrom: at,
          validTo: chain[i + 1]?.[1].at ?? null,
          ...{ fingerprint, title, data, rawRef, ...(deleted && { deleted }) },
          occurredAt: occurredAt ?? record.firstSeenAt,
        }))
        .reverse(),
    );
  }

  async analytics(query: AnalyticsQuery, now: string) {
    return memoryAnalytics(this.memory, query, now);
  }

  async tally(): Promise<StreamTally[]> {
    const filled = this.memory.active.filter(({ shown }) => shown > 0);
    return filled.map(({ source, stream, shown }) => ({ source, stream, records: shown }));
  }

  async *export(filter: ExportFilter): AsyncIterable<CuratedRecord> {
    const entries = this.#generations(filter)
      .flatMap(({ records }) => [...records.values()])
      .filter(isWanted(filter.deleted));
    const byId = (a: MemoryRecord, b: MemoryRecord) => (a.record.id < b.record.id ? -1 : 1);
    for (const { record } of entries.sort(byId)) yield structuredClone(record);
  }

  #find(id: string): MemoryRecord | undefined {
    return this.memory.active.map(({ records }) => records.get(id)).find((entry) => entry !== undefined);
  }

  #generations({ source, stream }: Pick<ExportFilter, 'source' | 'stream'>): MemoryGeneration[] {
    return this.memory.active.filter((one) => (source ?? one.source) === one.source && (stream ?? one.stream) === one.stream);
  }

  #shown(revision: number, filter: Omit<ListQuery, 'limit' | 'after'>): MemoryRecord[] {
    const wanted = filter.q?.toLowerCase() ?? '';
    const from = (bound: string | undefined) => (bound === undefined ? -Infinity : Date.parse(bound));
    const to = (bound: string | undefined) => (bound === undefined ? Infinity : Date.parse(bound));
    const isIn = (time: string, gte: string | undefined, lt: string | undefined) =>
      from(gte) <= Date.parse(time) && Date.parse(time) < to(lt);
    return this.#generations(filter)
      .filter(({ since }) => since <= revision)
      .flatMap(({ records }) => [...records.values()])
      .filter((entry) => entry.placed <= revision)
      .filter(isWanted(filter.deleted))
      .filter(({ record }) => record.title.toLowerCase().includes(wanted))
      .filter(({ record }) => isIn(record.occurredAt, filter['occurredAt.gte'], filter['occurredAt.lt']))
      .filter(({ record }) => isIn(record.updatedAt, filter['updatedAt.gte'], filter['updatedAt.lt']));
  }
}

const isWanted =
  (deleted: RecordsQuery['deleted']) =>
  ({ record }: MemoryRecord): boolean =>
    deleted === 'include' || (record.deletedAt !== undefined) === (deleted === 'only');
