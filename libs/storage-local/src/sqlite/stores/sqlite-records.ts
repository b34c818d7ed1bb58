import { addCounts, noCounts, type Acceptance, type PageId } from '@twl/contracts';
import { readJson } from '@twl/json';
import {
  isUnapplied,
  RecordStore,
  shownChange,
  toOrderText,
  type Amendment,
  type Commit,
  type CommitResult,
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
import { readContractNotes, putAcceptance, putContractUpdate } from '../rows/contract-rows';
import { countOutcomes } from '../counters';
import type { Database } from '../database';
import { expireVersions } from '../expire-versions';
import { failureColumns, readFailure, putFailure, type FailureRow } from '../rows/failure-rows';
import { openGeneration, dropOldGenerations } from '../generations';
import { RowLocator } from '../row-locator';
import { removePastRecords } from '../past-records';
import { buildingProgress, shownProgress, type ProgressStore } from '../page-progress';
import {
  readContent,
  readCurrent,
  headColumns,
  readHead,
  readRecord,
  selectWhole,
  type HeadTuple,
  type RecordRow,
} from '../rows/record-rows';
import { RecordWriter } from '../record-writer';
import { Streams } from '../streams';

/** The target of a commit: a generation, its page progress, and the generation of its failures. */
interface Target {
  generation: number;
  progress: ProgressStore;
  failures: number;
}

/** Thrown inside a commit to roll it back. */
class Conflict extends Error {
  constructor(readonly ids: string[]) {
    super('records were written meanwhile');
  }
}

const selectHeads = `SELECT ${headColumns}, j.key FROM json_each(?) j CROSS JOIN records r ON r.generation = ? AND r.key = j.value`;
const selectWholes = `${selectWhole} FROM json_each(?) j CROSS JOIN records r ON r.generation = ? AND r.key = j.value JOIN raws w ON w.id = r.raw`;

/** The writing side of the curated store in the database; of the shown generation, or of one that is being built. */
export class SqliteRecords extends RecordStore implements ContractStore, GenerationStore, RecordRetention {
  /** So many ordinary records take about 50 ms, during which the process is blocked. */
  readonly writesPerCommit = 2000;
  readonly #streams: Streams;
  readonly #locator: RowLocator;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    private readonly building?: { generation: number; source: string; stream: string },
  ) {
    super();
    this.#streams = new Streams(db);
    this.#locator = new RowLocator(db, building);
  }

  async heads(ids: string[]): Promise<Map<string, Head>> {
    const found = new Map<string, Head>();
    this.db.readUncommitted(() => {
      for (const { generation, keys, ids: own } of this.#locator.groupByStream(ids)) {
        const rows = this.db.tuples<[...HeadTuple, index: number]>(selectHeads, JSON.stringify(keys), generation);
        for (const row of rows) {
          const id = own[row[5]];
          if (id !== undefined) found.set(id, readHead(row));
        }
      }
    });
    return found;
  }

  async currents(ids: string[]): Promise<Map<string, Current>> {
    const found = new Map<string, Current>();
    this.db.readUncommitted(() => {
      for (const { generation, keys, stream } of this.#locator.groupByStream(ids)) {
        for (const row of this.db.all<RecordRow>(selectWholes, JSON.stringify(keys), generation)) {
          const current = readCurrent(row, stream);
          found.set(current.record.id, current);
        }
      }
    });
    return found;
  }

  async history(id: string): Promise<Version[]> {
    return this.db.readUncommitted(() => {
      const found = this.#locator.find(id);
      if (!found) return [];
      const earlier = this.db.all<{ content: string }>('SELECT content FROM versions WHERE rid = ? ORDER BY version', found.row.rid);
      const current = readContent(found.row, readRecord(found.row, found.stream));
      return [...earlier.map(({ content }) => readJson<Version>(content)), current];
    });
  }

  async commit(commit: Commit): Promise<CommitResult> {
    return this.#attempt('writeGrouped', () => {
      const { page, from, to, done, counts, writes, failures, at } = commit;
      const target = this.#target(page);
      const progress = target?.progress.find(page);
      if (!target || progress?.status !== 'open' || progress.next !== from) return { kind: 'moved' };
      if (commit.amendments !== undefined && commit.amendments !== this.#progress(target.generation).amendments)
        return { kind: 'conflict', ids: [] };
      this.#write(target, writes);
      for (const failure of failures) putFailure(this.db, target.failures, failure);
      target.progress.move(page, { status: done ? 'applied' : 'open', next: to, counts: addCounts(progress.counts, counts) });
      countOutcomes(this.db, target.generation, { at, counts, records: shownChange(writes) });
      if (commit.contractUpdate) putContractUpdate(this.db, target.generation, commit.contractUpdate);
      this.db.run('UPDATE generations SET commits = commits + 1 WHERE id = ?', target.generation);
      const { id } = this.#streams.requireStream(page);
      this.db.run('UPDATE streams SET seq = ? WHERE id = ? AND seq < ?', page.runSeq, id, page.runSeq);
      return { kind: 'committed' };
    });
  }

  override async flush(): Promise<void> {
    this.db.flush();
  }

  async progress(source: string, stream: string): Promise<Progress> {
    return this.db.readUncommitted(() => this.#progress(this.building?.generation ?? this.#streams.find(source, stream)?.generation ?? 0));
  }

  async amend({ page, failure: id, outcome, write, at, pages }: Amendment): Promise<CommitResult> {
    return this.#attempt('write', () => {
      const target = this.#target(page);
      const progress = target?.progress.find(page);
      if (!target || !progress) return { kind: 'moved' };
      const select = `SELECT ${failureColumns} FROM failures WHERE generation = ? AND id = ?`;
      const row = this.db.get<FailureRow>(select, target.failures, toOrderText(id));
      if (!row || !isUnapplied(row)) return { kind: 'moved' };
      if (this.#progress(target.generation).pages !== pages) return { kind: 'conflict', ids: [] };
      const writes = write ? [write] : [];
      this.#write(target, writes);
      putFailure(this.db, target.failures, { ...readFailure(row), status: 'resolved' });
      const counts = { ...noCounts(), quarantined: -1 };
      counts[outcome] += 1;
      target.progress.move(page, { ...progress, counts: addCounts(progress.counts, counts) });
      countOutcomes(this.db, target.generation, { at, counts, records: shownChange(writes) });
      this.db.run('UPDATE generations SET amendments = amendments + 1 WHERE id = ?', target.generation);
      return { kind: 'committed' };
    });
  }

  async expireVersions(expiry: Expiry): Promise<{ removed: number; next: string | null }> {
    const generation = this.building?.generation ?? this.#streams.find(expiry.source, expiry.stream)?.generation ?? 0;
    return this.db.change(() => expireVersions(this.db, generation, expiry));
  }

  async contract(source: string, stream: string) {
    return this.db.readUncommitted(() => {
      const row = this.#streams.find(source, stream);
      return readContractNotes(this.db, { generation: this.building?.generation ?? row?.generation ?? 0, stream: row?.id ?? 0 });
    });
  }

  async accept(acceptance: Acceptance): Promise<void> {
    await this.db.change(() => putAcceptance(this.db, this.#streams.findOrCreate(acceptance.source, acceptance.stream).id, acceptance));
  }

  async fork(source: string, stream: string): Promise<Generation> {
    const storeOf = (generation: number) => new SqliteRecords(this.db, this.now, { generation, source, stream });
    return openGeneration(this.db, { source, stream }, { storeOf, now: this.now });
  }

  /** For all streams: past records of expired walks, and generations that are no longer needed. */
  async removeAbandoned(_source: string, _stream: string, limit: number): Promise<number> {
    const forgotten = await this.db.change(() => removePastRecords(this.db, this.now(), limit));
    return forgotten < limit ? forgotten + (await dropOldGenerations(this.db, { now: this.now(), limit: limit - forgotten })) : forgotten;
  }

  #progress(generation: number): Progress {
    const row = this.db.get<{ commits: number; amendments: number }>(
      'SELECT commits, amendments FROM generations WHERE id = ?',
      generation,
    );
    return { pages: `${generation}.${row?.commits ?? 0}`, amendments: `${generation}.${row?.amendments ?? 0}` };
  }

  async #attempt(way: 'write' | 'writeGrouped', action: () => CommitResult): Promise<CommitResult> {
    try {
      return await this.db.whenFree(() => this.db[way](action));
    } catch (error) {
      if (error instanceof Conflict) return { kind: 'conflict', ids: error.ids };
      throw error;
    }
  }

  /** Returns undefined for a generation that accepts nothing more. */
  #target({ source, stream }: PageId): Target | undefined {
    if (!this.building) {
      const row = this.#streams.find(source, stream);
      return row && { generation: row.generation, progress: shownProgress(this.db, row), failures: 0 };
    }
    const { generation } = this.building;
    const row = this.db.get<{ state: string }>('SELECT state FROM generations WHERE id = ?', generation);
    return row?.state === 'building' ? { generation, progress: buildingProgress(this.db, generation), failures: generation } : undefined;
  }

  #write({ generation }: Target, writes: RecordWrite[]): void {
    if (writes.length === 0) return;
    const refused = new RecordWriter(this.db, generation, this.building ? undefined : this.now()).write(writes);
    if (refused.length > 0) throw new Conflict(refused);
  }
}
