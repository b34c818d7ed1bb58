import type { AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';
import { WalkExpiredError } from '../../errors';
import { RecordReader, walkMs, type ExportFilter, type RecordListPage, type StreamTally } from '../../storage/record-reader';
import { instantOf, TimeRange } from '../../text/instant';
import { namedStreams, titleSearch } from '../../text/search-text';
import { memoryAnalytics } from './memory-analytics';
import type { MemoryGeneration, MemoryRecord, MemoryState, MemoryStream } from './memory-state';
import { decodePosition, encodePosition } from '../position';

type ListQuery = Omit<RecordsQuery, 'cursor'> & { after?: string };

/** Where a walk stands: the last record shown, and the newest revision it may show. */
interface WalkedPosition {
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

  async list({ limit, after, ...filter }: ListQuery): Promise<RecordListPage> {
    const query = ['records', ...Object.entries(filter).filter(([, value]) => value !== undefined)].sort();
    const position = after === undefined ? undefined : decodePosition<WalkedPosition>(query, after);
    const revision = position?.revision ?? this.memory.revision;
    const timeOf = ({ updatedAt, occurredAt }: CuratedRecord) => instantOf(filter.sort.endsWith('updatedAt') ? updatedAt : occurredAt).ms;
    const sign = filter.sort.startsWith('-') ? -1 : 1;
    const compare = (a: { time: number; id: string }, b: { time: number; id: string }) =>
      sign * (a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id)));
    const found = this.#shown(revision, filter)
      .map((record) => ({ record, time: timeOf(record), id: record.id }))
      .filter((entry) => !position || compare(entry, position) > 0)
      .sort(compare);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next =
      last && found.length > limit ? encodePosition(query, { time: last.time, id: last.id, revision } satisfies WalkedPosition) : null;
    return { items: structuredClone(items.map(({ record }) => record)), next, scanned: found.length };
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
      .filter(({ record }) => isWanted(record, filter.deleted));
    const byId = (a: MemoryRecord, b: MemoryRecord) => (a.record.id < b.record.id ? -1 : 1);
    for (const { record } of entries.sort(byId)) yield structuredClone(record);
  }

  #find(id: string): MemoryRecord | undefined {
    return this.memory.active.map(({ records }) => records.get(id)).find((entry) => entry !== undefined);
  }

  #generations(filter: Pick<ExportFilter, 'source' | 'stream'>): MemoryGeneration[] {
    return namedStreams(this.memory.active, filter);
  }

  /** The records that a walk shows that began at a revision, as they were then. */
  #shown(revision: number, filter: Omit<ListQuery, 'limit' | 'after'>): CuratedRecord[] {
    const isTitled = titleSearch(filter.q);
    const occurred = new TimeRange(filter['occurredAt.gte'], filter['occurredAt.lt']);
    const updated = new TimeRange(filter['updatedAt.gte'], filter['updatedAt.lt']);
    const isIn = (range: TimeRange, time: string) => range.has(instantOf(time).ms, () => time);
    return namedStreams([...this.memory.streams.values()], filter)
      .flatMap((stream) => this.#then(stream, revision))
      .filter((record) => isWanted(record, filter.deleted) && isTitled(record.title))
      .filter(({ occurredAt, updatedAt }) => isIn(occurred, occurredAt) && isIn(updated, updatedAt));
  }

  /** The records of a stream as they were shown at a revision. */
  #then({ active, replaced }: MemoryStream, revision: number): CuratedRecord[] {
    const generations = [active, ...replaced.filter(({ at }) => at > this.memory.now() - walkMs).map(({ generation }) => generation)];
    const shown = generations.find(({ since, until }) => since <= revision && revision < until);
    if (!shown || shown.forgotten > revision) throw new WalkExpiredError();
    return [...shown.records.values()].flatMap((entry) => {
      const then = [...entry.past, { ...entry, until: Infinity, at: Infinity }].find(
        ({ shownSince, until }) => shownSince <= revision && revision < until,
      );
      if (then && then.at <= this.memory.now() - walkMs) throw new WalkExpiredError();
      return then ? [then.record] : [];
    });
  }
}

const isWanted = ({ deletedAt }: CuratedRecord, deleted: RecordsQuery['deleted']): boolean =>
  deleted === 'include' || (deletedAt !== undefined) === (deleted === 'only');
