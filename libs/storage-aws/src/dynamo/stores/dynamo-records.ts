import type { Acceptance } from '@twl/contracts';
import {
  RecordStore,
  type Amendment,
  type Commit,
  type CommitResult,
  type ContractNotes,
  type ContractStore,
  type Current,
  type Expiry,
  type Generation,
  type GenerationStore,
  type Head,
  type Progress,
  type RecordRetention,
  type RecordWrite,
  type Version,
} from '@twl/ports';
import type { HeadReader } from '../caches/head-reader';
import type { Building, CommitParts } from '../caches/parts';
import { locateRecords, type LocatedRecord } from '../caches/stream-directory';
import { putAcceptance, readNotes } from '../items/contract-items';
import { indexPagesOfFailures, openRecordItems } from '../items/failure-items';
import { recordKey, sidOf } from '../items/keys';
import { progressTokens } from '../items/records/counter-shards';
import { readCurrent, readHead } from '../items/records/record-items';
import { readVersions } from '../items/records/version-items';
import { reachRun } from '../items/runs/stream-generations';
import { streamKey } from '../items/runs/stream-items';
import { openGeneration, removeAbandoned } from '../steps/generations/generations';
import { Heartbeat } from '../steps/generations/heartbeat';
import { attemptAmendment } from '../steps/records/attempt-amendment';
import { attemptCommit } from '../steps/records/attempt-commit';
import { expireVersions } from '../steps/records/expire-versions';
import { prepareRecords, writesPerCommit, type PreparedRecords } from '../steps/records/prepare-records';
import type { TableItem } from '../table/action';

/** Where a record may be stored. */
type RecordLocation = LocatedRecord<{ source: string; stream: string; gen: string }>;

type RecordParts = CommitParts & { heads: HeadReader };

/** The curated store in the table; with `building`, a generation that is not shown. */
export class DynamoRecords extends RecordStore implements ContractStore, GenerationStore, RecordRetention {
  readonly writesPerCommit = writesPerCommit;
  /** Highest run number that the stream is known to have. */
  #seq = 0;
  readonly #heartbeat?: Heartbeat;
  /** The items of heads, which contain the whole records. */
  readonly #items = new WeakMap<Head, { item: TableItem; stream: RecordLocation['stream'] }>();

  constructor(
    private readonly parts: RecordParts,
    private readonly building?: Building,
  ) {
    super();
    if (building) this.#heartbeat = new Heartbeat(parts.table, building, parts.environment.now);
  }

  async heads(ids: string[]): Promise<Map<string, Head>> {
    const pick = async (item: TableItem, { stream }: RecordLocation): Promise<Head> => {
      const head = readHead(item);
      this.#items.set(head, { item, stream });
      return head;
    };
    return this.#collect(ids, { isPage: true, pick });
  }

  async currents(ids: string[], heads?: ReadonlyMap<string, Head>): Promise<Map<string, Current>> {
    const { bodies } = this.parts;
    const known = ids.flatMap((id) => {
      const head = heads?.get(id);
      const read = head && this.#items.get(head);
      return read ? [{ id, ...read }] : [];
    });
    const currents = await Promise.all(known.map(async ({ id, item, stream }) => [id, await readCurrent(bodies, item, stream)] as const));
    const found = new Map(currents);
    const rest = ids.filter((id) => !found.has(id));
    const pick = (item: TableItem, { stream }: RecordLocation): Promise<Current> => readCurrent(bodies, item, stream);
    return rest.length === 0 ? found : new Map([...found, ...(await this.#collect(rest, { isPage: false, pick }))]);
  }

  async history(id: string): Promise<Version[]> {
    const { table, bodies } = this.parts;
    for (const { stream, key } of await this.#locate([id])) {
      const item = await table.get(recordKey(stream.gen, key));
      if (!item) continue;
      const earlier = await readVersions(table, stream.gen, { key, item });
      const contents = await Promise.all(earlier.map((version) => bodies.read<Version>(version)));
      return [...contents, (await readCurrent(bodies, item, stream)).content];
    }
    return [];
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { table } = this.parts;
    const prepare = this.#prepareOnce(commit.writes);
    await this.#heartbeat?.beat();
    return table.retryTransaction(async () => {
      const target = await this.#target(commit.page);
      if (!target) return { kind: 'moved' };
      if (this.building) await this.#raiseRunNumber(target.sid, commit.page.runSeq);
      if (!this.building && commit.failures.length > 0)
        await table.write([...indexPagesOfFailures(target.sid, commit.failures), ...openRecordItems(commit.failures)]);
      return attemptCommit(this.parts, commit, { ...target, prepare });
    });
  }

  async progress(source: string, stream: string): Promise<Progress> {
    const { streams } = this.parts;
    const { shards } = this.parts.generations;
    const gen = this.building?.gen ?? (await this.#shown(source, stream))?.gen;
    if (gen === undefined) return { pages: '', amendments: '' };
    const now = await shards.readIfCrowded(gen);
    if (this.building || now.some(({ state }) => state === 'shown')) return progressTokens(gen, now);
    streams.clear();
    const next = (await streams.requireStream(sidOf(source, stream))).gen;
    return progressTokens(next, await shards.read(next));
  }

  async amend(amendment: Amendment): Promise<CommitResult> {
    const prepare = this.#prepareOnce(amendment.write ? [amendment.write] : []);
    return this.parts.table.retryTransaction(async () => {
      const target = await this.#target(amendment.page);
      return target ? attemptAmendment(this.parts, amendment, { ...target, prepare }) : { kind: 'moved' };
    });
  }

  async expireVersions(expiry: Expiry): Promise<{ removed: number; next: string | null }> {
    const gen = this.building?.gen ?? (await this.#shown(expiry.source, expiry.stream))?.gen;
    return gen === undefined ? { removed: 0, next: null } : expireVersions(this.parts, gen, expiry);
  }

  async removeAbandoned(source: string, stream: string, limit: number): Promise<number> {
    return removeAbandoned(this.parts, { source, stream }, limit);
  }

  async contract(source: string, stream: string): Promise<ContractNotes> {
    const { table, bodies, streams } = this.parts;
    const of = this.building ?? (await streams.find(source, stream)) ?? { sid: sidOf(source, stream), gen: '' };
    return readNotes(table, bodies, of);
  }

  async accept(acceptance: Acceptance): Promise<void> {
    await putAcceptance(this.parts.table, this.parts.bodies, acceptance);
  }

  async fork(source: string, stream: string): Promise<Generation> {
    return openGeneration(this.parts, { source, stream }, (building) => new DynamoRecords(this.parts, building));
  }

  /** Returns the generation of a write; undefined if the stream does not exist. */
  async #target(page: { source: string; stream: string }): Promise<{ sid: string; gen: string; building: string | undefined } | undefined> {
    if (this.building) return { ...this.building, building: this.building.gen };
    const stream = await this.#shown(page.source, page.stream);
    return stream && { sid: stream.sid, gen: stream.gen, building: undefined };
  }

  async #shown(source: string, stream: string) {
    const isWithinDays = (one: { source: string; stream: string }) => one.source === source && one.stream === stream;
    const known = (await this.parts.streams.listCached()).find(isWithinDays);
    if (known) return known;
    this.parts.streams.clear();
    return this.parts.streams.find(source, stream);
  }

  /** Prepares records once for each generation. */
  #prepareOnce(writes: readonly RecordWrite[]): (gen: string) => Promise<PreparedRecords> {
    const ready = new Map<string, Promise<PreparedRecords>>();
    return (gen) => {
      const known = ready.get(gen) ?? prepareRecords(this.parts, gen, { writes, isShown: this.building === undefined });
      ready.set(gen, known);
      return known;
    };
  }

  /** Numbers the next run above every page that a generation applied. */
  async #raiseRunNumber(sid: string, seq: number): Promise<void> {
    if (seq <= this.#seq) return;
    await this.parts.table.update(streamKey(sid), reachRun(seq));
    this.#seq = seq;
  }

  async #locate(ids: readonly string[]): Promise<RecordLocation[]> {
    const streams = this.building ? [this.building] : await this.parts.streams.listCached();
    return locateRecords(streams, ids);
  }

  async #collect<T>(
    ids: readonly string[],
    { isPage, pick }: { isPage: boolean; pick: (item: TableItem, location: RecordLocation) => Promise<T> },
  ): Promise<Map<string, T>> {
    const locations = await this.#locate(ids);
    const found = new Map<string, T>();
    for (const [gen, own] of Map.groupBy(locations, ({ stream }) => stream.gen)) {
      const items = await this.parts.heads.read(gen, [...new Set(own.map(({ key }) => key))], isPage);
      const read = own.flatMap((location) => {
        const item = items.get(location.key);
        return item ? [{ location, item }] : [];
      });
      const picked = await Promise.all(read.map(async ({ location, item }) => [location.id, await pick(item, location)] as const));
      for (const [id, value] of picked) found.set(id, value);
    }
    return found;
  }
}
