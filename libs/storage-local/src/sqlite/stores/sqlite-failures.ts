import type { Failure, FailuresQuery } from '@twl/contracts';
import {
  FailureStore,
  fromOrderText,
  isSameName,
  mostOpenFailures,
  readPosition,
  refusedAgain,
  superseded,
  toOrderText,
  writePosition,
  requireValue,
  type OpenFailure,
  type Superseding,
} from '@twl/ports';
import type { Database } from '../database';
import { failureColumns, readFailure, findFailure, putFailure, type FailureRow } from '../rows/failure-rows';
import { Streams } from '../streams';

const filters = ['source', 'stream', 'runId', 'kind', 'status', 'reason'] as const;
/** Filters: null for all, or a list of texts. */
const matchesFilters = filters
  .map((name) => `(? IS NULL OR ${name === 'runId' ? 'run_id' : name} IN (SELECT value FROM json_each(?)))`)
  .join(' AND ');

/** Refused records and pages in the database. */
export class SqliteFailures extends FailureStore {
  constructor(private readonly db: Database) {
    super();
  }

  async get(id: string): Promise<Failure | undefined> {
    const row = findFailure(this.db, id);
    return row && readFailure(row);
  }

  async list(query: Omit<FailuresQuery, 'cursor'> & { after?: string }): Promise<{ items: Failure[]; next: string | null }> {
    const wanted = filters.map((name) => query[name]);
    const owner = ['failures', ...wanted];
    const start: [number, string] = [Number.MAX_SAFE_INTEGER, ''];
    const [at, id] = query.after === undefined ? start : readPosition<[number, string]>(owner, query.after, start);
    const values = filters.flatMap((name) => {
      const texts = this.#textsOf(name, query[name]);
      return [texts, texts];
    });
    const isAfter = `generation = 0 AND (at, id) < (?, ?) AND ${matchesFilters}`;
    const text = `SELECT ${failureColumns} FROM failures WHERE ${isAfter} ORDER BY at DESC, id DESC LIMIT ?`;
    const rows = this.db.all<FailureRow>(text, at, toOrderText(id), ...values, query.limit + 1);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const next = last && rows.length > query.limit ? writePosition(owner, [last.at, fromOrderText(last.id)]) : null;
    return { items: shown.map(readFailure), next };
  }

  /** Returns a filter as a JSON list; for a name, every normal form in which a stream has it. */
  #textsOf(filter: (typeof filters)[number], wanted: string | undefined): string | null {
    if (wanted === undefined) return null;
    const isName = filter === 'source' || filter === 'stream';
    const names = isName ? new Streams(this.db).list().map((one) => one[filter]) : [];
    return JSON.stringify([wanted, ...names.filter((name) => isSameName(name, wanted))].map(toOrderText));
  }

  async mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean> {
    return this.db.change(() => {
      const change = "UPDATE failures SET status = ? WHERE generation = 0 AND id = ? AND status = 'open'";
      if (this.db.run(change, status, toOrderText(id)) === 0) return false;
      const { kind, runId, pageIndex } = readFailure(requireValue(findFailure(this.db, id), 'failure that was just changed'));
      const discard = "UPDATE pages SET status = 'discarded', reason = NULL WHERE run_id = ? AND page_index = ? AND status = 'parked'";
      if (status === 'discarded' && kind !== 'record') this.db.run(discard, toOrderText(runId), pageIndex);
      return true;
    });
  }

  async refuse(id: string, { reason, detail }: Pick<Failure, 'reason' | 'detail'>): Promise<boolean> {
    return this.db.change(() => {
      const row = findFailure(this.db, id);
      if (row?.status !== 'open') return false;
      const known = readFailure(row);
      putFailure(this.db, 0, refusedAgain(known, { ...known, reason, detail, attempts: 1 }));
      return true;
    });
  }

  async openRecords(source: string, stream: string): Promise<OpenFailure[]> {
    const isOpen = "generation = 0 AND status = 'open' AND kind = 'record' AND source = ? AND stream = ? AND subject IS NOT NULL";
    const text = `SELECT id, run_seq AS "runSeq", subject FROM failures WHERE ${isOpen} ORDER BY at DESC LIMIT ?`;
    const rows = this.db.all<OpenFailure>(text, toOrderText(source), toOrderText(stream), mostOpenFailures);
    return rows.map(({ id, runSeq, subject }) => ({ id: fromOrderText(id), runSeq, subject: fromOrderText(subject) }));
  }

  async supersede(closings: readonly Superseding[]): Promise<void> {
    if (closings.length > 0) this.db.write(() => closings.forEach((closing) => this.#supersede(closing)));
  }

  async countOpen(): Promise<number> {
    const counted = "SELECT count(*) AS count FROM failures WHERE generation = 0 AND status = 'open'";
    return this.db.requireRow<{ count: number }>(counted).count;
  }

  #supersede({ id, by }: Superseding): void {
    const [known, newer] = [this.#open(id), by === undefined ? undefined : this.#open(by)];
    if (!known) return;
    const after = newer && superseded(known, newer);
    putFailure(this.db, 0, after?.older ?? { ...known, status: 'superseded' });
    if (after) putFailure(this.db, 0, after.newer);
  }

  #open(id: string): Failure | undefined {
    const row = findFailure(this.db, id);
    return row?.status === 'open' ? readFailure(row) : undefined;
  }
}
