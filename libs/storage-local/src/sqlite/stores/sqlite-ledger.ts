import { addCounts, noCounts, type Counts, type Failure, type Reason } from '@twl/contracts';
import {
  fromOrderText,
  type Gap,
  type Lease,
  LeaseLostError,
  moveRun,
  type PageEntry,
  PageLedger,
  type PageRef,
  refusedAgain,
  type RunStatus,
  toOrderText,
} from '@twl/ports';
import { count } from '../counters';
import type { Database } from '../database';
import { failureOf, findFailure, putFailure } from '../rows/failure-rows';
import { heldStream } from './sqlite-runs';
import { Streams } from '../streams';

interface PageRow {
  run: string;
  idx: number;
  source: string;
  stream: string;
  seq: number;
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

const pageOf = (row: PageRow): PageEntry => ({
  source: fromOrderText(row.source),
  stream: fromOrderText(row.stream),
  run: fromOrderText(row.run),
  seq: row.seq,
  index: row.idx,
  key: fromOrderText(row.key),
  sha256: row.sha256,
  bytes: row.bytes,
  fetchedAt: row.fetched_at,
  status: row.status,
  next: row.next,
  counts: JSON.parse(row.counts) as Counts,
  ...(row.reason === null ? {} : { reason: row.reason }),
});

/** The books of pages in the database: how far each is in the generation that is shown. */
export class SqliteLedger extends PageLedger {
  readonly #streams: Streams;

  constructor(private readonly db: Database) {
    super();
    this.#streams = new Streams(db);
  }

  async enter(lease: Lease, page: NewPage): Promise<void> {
    await this.db.change(() => {
      const { id } = heldStream(this.#streams, lease);
      if (page.run !== lease.run) throw new LeaseLostError(page.run);
      this.#insert(id, page);
    });
  }

  async enterLate(page: NewPage): Promise<boolean> {
    return this.db.change(() => {
      const found = 'SELECT stream_id, phase, state FROM runs WHERE id = ?';
      const run = this.db.get<RunStatus & { stream_id: number }>(found, toOrderText(page.run));
      if (!run || !moveRun(run, { kind: 'enterDerived' }).next) return false;
      this.#insert(run.stream_id, page);
      return true;
    });
  }

  async get(ref: PageRef): Promise<PageEntry | undefined> {
    return this.db.peek(() => this.#find(ref));
  }

  async ofRun(run: string): Promise<PageEntry[]> {
    return this.db.all<PageRow>(`${selectPages} WHERE p.run = ? ORDER BY p.idx`, toOrderText(run)).map(pageOf);
  }

  override async hasOpen(run: string): Promise<boolean> {
    // In the words of the partial index, so that it is used: it holds the few pages of the stream that are not applied.
    const isLeft = "p.stream_id = r.stream_id AND p.seq = r.seq AND p.status IN ('open', 'parked')";
    const text = `SELECT 1 FROM runs r JOIN pages p ON ${isLeft} WHERE r.id = ? AND p.run = r.id AND p.status = 'open' LIMIT 1`;
    return this.db.peek(() => this.db.get(text, toOrderText(run)) !== undefined);
  }

  async lastGapBefore({ source, stream, seq, index }: PageRef): Promise<Gap | undefined> {
    return this.db.peek(() => {
      const id = this.#streams.find(source, stream)?.id ?? 0;
      const isBefore = "stream_id = ? AND status IN ('open', 'parked') AND (seq, idx) < (?, ?)";
      const last = `SELECT seq, idx AS "index" FROM pages WHERE ${isBefore} ORDER BY seq DESC, idx DESC LIMIT 1`;
      const gap = this.db.get<Gap>(last, id, seq, index);
      return gap && { ...gap };
    });
  }

  async open(limit: number): Promise<PageEntry[]> {
    const oldest = `${selectPages} WHERE p.status = 'open' ORDER BY p.fetched, p.seq, p.idx LIMIT ?`;
    return this.db.all<PageRow>(oldest, limit).map(pageOf);
  }

  async park(ref: PageRef, failure: Failure): Promise<void> {
    await this.db.change(() => {
      const page = this.#find(ref);
      if (page && page.status !== 'open') return;
      if (page) this.#move({ ...page, reason: failure.reason }, 'parked', 1);
      const known = findFailure(this.db, failure.id);
      putFailure(this.db, 0, known?.status === 'resolved' ? refusedAgain(failureOf(known), failure) : failure);
    });
  }

  async reopen(ref: PageRef): Promise<void> {
    await this.db.change(() => {
      const page = this.#find(ref);
      if (page?.status !== 'parked') return;
      this.#move(page, 'open', -1);
      const isItsOwn = "generation = 0 AND run = ? AND page = ? AND kind <> 'record' AND status = 'open'";
      this.db.run(`UPDATE failures SET status = 'resolved' WHERE ${isItsOwn}`, toOrderText(page.run), page.index);
    });
  }

  #insert(stream: number, { run, index, seq, key, sha256, bytes, fetchedAt }: NewPage): void {
    const place = [toOrderText(run), index, stream, seq];
    const insert = "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, ?, NULL) ON CONFLICT DO NOTHING";
    const fetched = Date.parse(fetchedAt);
    this.db.run(insert, ...place, toOrderText(key), sha256, bytes, fetchedAt, fetched, JSON.stringify(noCounts()));
  }

  #find({ run, index, source, stream }: PageRef): PageEntry | undefined {
    const row = this.db.get<PageRow>(`${selectPages} WHERE p.run = ? AND p.idx = ?`, toOrderText(run), index);
    const page = row && pageOf(row);
    return page?.source === source && page.stream === stream ? page : undefined;
  }

  /** A parked page stands in the books as one thing refused. */
  #move(page: PageEntry, status: PageEntry['status'], parked: 1 | -1): void {
    const counts = { ...noCounts(), fetched: parked, quarantined: parked };
    const change = 'UPDATE pages SET status = ?, reason = ?, counts = ? WHERE run = ? AND idx = ?';
    const reason = status === 'parked' ? (page.reason ?? null) : null;
    this.db.run(change, status, reason, JSON.stringify(addCounts(page.counts, counts)), toOrderText(page.run), page.index);
    const { generation } = this.#streams.requireStream(page);
    count(this.db, generation, { at: page.fetchedAt, counts, records: 0 });
  }
}
