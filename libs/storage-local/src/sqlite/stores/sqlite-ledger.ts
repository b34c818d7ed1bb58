import { addCounts, noCounts, type Counts, type Failure, type Reason, type PageId } from '@twl/contracts';
import {
  fromOrderText,
  type PendingPage,
  type Lease,
  LeaseLostError,
  moveRun,
  type PageEntry,
  PageLedger,
  refusedAgain,
  type RunStatus,
  toOrderText,
  type UnappliedPages,
} from '@twl/ports';
import { countOutcomes } from '../counters';
import type { Database } from '../database';
import { readFailure, findFailure, putFailure } from '../rows/failure-rows';
import { leasedStream } from './sqlite-runs';
import { Streams } from '../streams';

interface PageRow {
  run_id: string;
  page_index: number;
  source: string;
  stream: string;
  run_seq: number;
  key: string;
  sha256: string;
  bytes: number;
  fetched_at: string;
  status: PageEntry['status'];
  next: number;
  counts: string;
  reason: Reason | null;
}

type NewPage = Omit<PageEntry, 'status' | 'next' | 'counts'>;

const selectPages = 'SELECT p.*, s.source, s.stream FROM pages p JOIN streams s ON s.id = p.stream_id';

const readPage = (row: PageRow): PageEntry => ({
  source: fromOrderText(row.source),
  stream: fromOrderText(row.stream),
  runId: fromOrderText(row.run_id),
  runSeq: row.run_seq,
  pageIndex: row.page_index,
  key: fromOrderText(row.key),
  sha256: row.sha256,
  bytes: row.bytes,
  fetchedAt: row.fetched_at,
  status: row.status,
  next: row.next,
  counts: JSON.parse(row.counts) as Counts,
  ...(row.reason === null ? {} : { reason: row.reason }),
});

/** The page ledger in the database: the progress of each page in the generation that is shown. */
export class SqliteLedger extends PageLedger implements UnappliedPages {
  readonly #streams: Streams;

  constructor(private readonly db: Database) {
    super();
    this.#streams = new Streams(db);
  }

  async enter(lease: Lease, page: NewPage): Promise<void> {
    await this.db.change(() => {
      const { id } = leasedStream(this.#streams, lease);
      if (page.runId !== lease.runId) throw new LeaseLostError(page.runId);
      this.#insert(id, page);
    });
  }

  async enterDerived(page: NewPage): Promise<boolean> {
    return this.db.change(() => {
      const found = 'SELECT stream_id, phase, state FROM runs WHERE id = ?';
      const run = this.db.get<RunStatus & { stream_id: number }>(found, toOrderText(page.runId));
      if (!run || !moveRun(run, { kind: 'enterDerived' }).next) return false;
      this.#insert(run.stream_id, page);
      return true;
    });
  }

  async get(ref: PageId): Promise<PageEntry | undefined> {
    return this.db.readUncommitted(() => this.#find(ref));
  }

  async prefetch(): Promise<void> {}

  async ofRun(runId: string): Promise<PageEntry[]> {
    return this.db.all<PageRow>(`${selectPages} WHERE p.run_id = ? ORDER BY p.page_index`, toOrderText(runId)).map(readPage);
  }

  override async hasOpen(runId: string): Promise<boolean> {
    // Repeats the condition of the partial index, so that SQLite uses it. The index has the few pages of the stream that are not applied.
    const isPending = "p.stream_id = r.stream_id AND p.run_seq = r.seq AND p.status IN ('open', 'parked')";
    const text = `SELECT 1 FROM runs r JOIN pages p ON ${isPending} WHERE r.id = ? AND p.run_id = r.id AND p.status = 'open' LIMIT 1`;
    return this.db.readUncommitted(() => this.db.get(text, toOrderText(runId)) !== undefined);
  }

  async lastPendingBefore({ source, stream, runSeq, pageIndex }: PageId): Promise<PendingPage | undefined> {
    return this.db.readUncommitted(() => {
      const id = this.#streams.find(source, stream)?.id ?? 0;
      const isBefore = "stream_id = ? AND status IN ('open', 'parked') AND (run_seq, page_index) < (?, ?)";
      const last = `SELECT run_seq AS "runSeq", page_index AS "pageIndex" FROM pages WHERE ${isBefore} ORDER BY run_seq DESC, page_index DESC LIMIT 1`;
      const gap = this.db.get<PendingPage>(last, id, runSeq, pageIndex);
      return gap && { ...gap };
    });
  }

  async open(limit: number): Promise<PageEntry[]> {
    const oldest = `${selectPages} WHERE p.status = 'open' ORDER BY p.fetched, p.run_seq, p.page_index LIMIT ?`;
    return this.db.all<PageRow>(oldest, limit).map(readPage);
  }

  async park(ref: PageId, failure: Failure): Promise<void> {
    await this.db.change(() => {
      const page = this.#find(ref);
      if (page && page.status !== 'open') return;
      if (page) this.#move({ ...page, reason: failure.reason }, 'parked', 1);
      const known = findFailure(this.db, failure.id);
      putFailure(this.db, 0, known?.status === 'resolved' ? refusedAgain(readFailure(known), failure) : failure);
    });
  }

  async reopen(ref: PageId): Promise<void> {
    await this.db.change(() => {
      const page = this.#find(ref);
      if (page?.status !== 'parked') return;
      this.#move(page, 'open', -1);
      const isItsOwn = "generation = 0 AND run_id = ? AND page_index = ? AND kind <> 'record' AND status = 'open'";
      this.db.run(`UPDATE failures SET status = 'resolved' WHERE ${isItsOwn}`, toOrderText(page.runId), page.pageIndex);
    });
  }

  #insert(stream: number, { runId, pageIndex, runSeq, key, sha256, bytes, fetchedAt }: NewPage): void {
    const page = [toOrderText(runId), pageIndex, stream, runSeq];
    const insert = "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, ?, NULL) ON CONFLICT DO NOTHING";
    const fetched = Date.parse(fetchedAt);
    this.db.run(insert, ...page, toOrderText(key), sha256, bytes, fetchedAt, fetched, JSON.stringify(noCounts()));
  }

  #find({ runId, pageIndex, source, stream }: PageId): PageEntry | undefined {
    const row = this.db.get<PageRow>(`${selectPages} WHERE p.run_id = ? AND p.page_index = ?`, toOrderText(runId), pageIndex);
    const page = row && readPage(row);
    return page?.source === source && page.stream === stream ? page : undefined;
  }

  /** A parked page counts as one refused record. */
  #move(page: PageEntry, status: PageEntry['status'], parked: 1 | -1): void {
    const counts = { ...noCounts(), fetched: parked, quarantined: parked };
    const change = 'UPDATE pages SET status = ?, reason = ?, counts = ? WHERE run_id = ? AND page_index = ?';
    const reason = status === 'parked' ? (page.reason ?? null) : null;
    this.db.run(change, status, reason, JSON.stringify(addCounts(page.counts, counts)), toOrderText(page.runId), page.pageIndex);
    const { generation } = this.#streams.requireStream(page);
    countOutcomes(this.db, generation, { at: page.fetchedAt, counts, records: 0 });
  }
}
