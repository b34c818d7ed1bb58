import { createHash } from 'node:crypto';
import type { RunCancellation, RunDeletions, RunsQuery } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import {
  isFromAhead,
  LeaseLostError,
  moveRun,
  newRun,
  NotFoundError,
  readPosition,
  RunStore,
  toOrderText,
  writePosition,
  requireLast,
  type Begun,
  type BeginRun,
  type Closing,
  type LatestRuns,
  type Lease,
  type LeaseStore,
  type RememberedState,
  type RunDecisions,
  type RunEnd,
  type StateEdit,
  type StateEdited,
  type StoredRun,
  type StreamName,
  type StreamState,
  type StreamStateStore,
} from '@twl/ports';
import { isOwnerDead } from '../../process/process-owner';
import type { Database } from '../database';
import { readRun, selectRuns, type RunRow } from '../rows/run-rows';
import { Streams, type StreamRow } from '../streams';

/** Runs, their leases and the states of streams, in the database. */
export class SqliteRuns extends RunStore implements RunDecisions, LeaseStore, StreamStateStore {
  readonly #streams: Streams;

  constructor(private readonly db: Database) {
    super();
    this.#streams = new Streams(db);
  }

  async begin(request: BeginRun): Promise<Begun> {
    return this.db.change((): Begun => {
      const known = this.#find(request.id);
      if (known) return { kind: 'exists', run: known };
      const stream = this.#streams.findOrCreate(request.source, request.stream);
      const active = this.#active(stream);
      const run = newRun(request, stream.seq + 1, active);
      this.#add(stream, run);
      return active ? { kind: 'overlap', run, active } : { kind: 'started', run, lease: this.#grantLease(stream, run, request) };
    });
  }

  async takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined> {
    return this.db.change(() => {
      const run = this.#find(id);
      if (!run || !moveRun(run, { kind: 'takeOver' }).next) return undefined;
      const stream = this.#streams.findOrCreate(run.source, run.stream);
      const [now, until] = [Date.parse(claim.at), stream.lease_until ?? 0];
      const isHeld = until > now && !isOwnerDead(stream.lease_owner ?? '');
      if (!isHeld) return this.#grantLease(stream, run, claim);
      if (isFromAhead(until, now, claim.leaseMs)) this.#extend(stream.id, now + claim.leaseMs);
      return undefined;
    });
  }

  async renew(lease: Lease, at: string, leaseMs: number): Promise<void> {
    await this.db.change(() => {
      const { id } = leasedStream(this.#streams, lease);
      this.#extend(id, Date.parse(at) + leaseMs);
    });
  }

  #extend(stream: number, until: number): void {
    this.db.run('UPDATE streams SET lease_until = ? WHERE id = ?', until, stream);
  }

  async checkpoint(lease: Lease, state: StreamState): Promise<void> {
    await this.db.change(() => this.#storeState(leasedStream(this.#streams, lease), state));
  }

  async endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    return this.db.change(() => {
      const stream = leasedStream(this.#streams, lease);
      if (totals.state) this.#storeState(stream, totals.state);
      this.db.run('UPDATE streams SET lease_run = NULL, lease_owner = NULL, lease_until = NULL WHERE id = ?', stream.id);
      const { next } = moveRun(this.#get(lease.runId), { kind: 'endFetch' });
      if (!next) throw new LeaseLostError(lease.runId);
      const change = 'UPDATE runs SET phase = ?, ending = ?, pages = ?, bytes = ? WHERE id = ?';
      this.db.run(change, next.phase, writeJson(end), totals.pages, totals.bytes, toOrderText(lease.runId));
      return this.#get(lease.runId);
    });
  }

  async close(id: string, { from, at, ...closing }: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun> {
    return this.db.change(() => {
      const run = this.#get(id);
      const { next } = moveRun(run, { kind: 'close', state: closing.state, from });
      if (!next) return run;
      this.db.run('UPDATE runs SET phase = ?, finished_at = ? WHERE id = ?', next.phase, at, toOrderText(id));
      this.#storeResult(id, closing);
      return this.#get(id);
    });
  }

  async amend(id: string, { from, ...closing }: Closing & { from?: RunDeletions | null }): Promise<StoredRun> {
    return this.db.change(() => {
      const run = this.#get(id);
      if (!moveRun(run, { kind: 'amend', state: closing.state, from }).next) return run;
      this.#storeResult(id, closing);
      return this.#get(id);
    });
  }

  async cancel(id: string, cancellation: RunCancellation): Promise<StoredRun> {
    return this.db.change(() => {
      if (!moveRun(this.#get(id), { kind: 'cancel' }).next) return this.#get(id);
      const change = 'UPDATE runs SET cancellation = coalesce(cancellation, ?) WHERE id = ?';
      this.db.run(change, writeJson(cancellation), toOrderText(id));
      return this.#get(id);
    });
  }

  async decide(id: string, { from, deletions }: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean> {
    return this.db.change(() => {
      if (!moveRun(this.#get(id), { kind: 'decide', from }).next) return false;
      this.db.run('UPDATE runs SET deletions = ? WHERE id = ?', writeJson(deletions), toOrderText(id));
      return true;
    });
  }

  async reopen(id: string, { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean> {
    return this.db.change(() => {
      const run = this.#get(id);
      const stream = this.#streams.requireStream(run);
      const { next } = moveRun(run, { kind: 'reopen', from, isStreamBusy: this.#active(stream) !== undefined });
      if (!next) return false;
      const change = 'phase = ?, state = ?, reason = NULL, finished_at = NULL, deletions = ?';
      this.db.run(`UPDATE runs SET ${change} WHERE id = ?`, next.phase, next.state, writeJson(deletions), toOrderText(id));
      return true;
    });
  }

  async get(id: string): Promise<StoredRun | undefined> {
    return this.db.readUncommitted(() => this.#find(id));
  }

  async list({ limit, after, source, stream, state }: Omit<RunsQuery, 'cursor'> & { after?: string }) {
    const query = ['runs', source, stream, state];
    const [before]: [number] = after === undefined ? [Number.MAX_SAFE_INTEGER] : readPosition<[number]>(query, after, [0]);
    const streams = JSON.stringify(this.#streams.list({ source, stream }).map(({ id }) => id));
    const isMatch = 'r.n < ? AND r.stream_id IN (SELECT value FROM json_each(?)) AND r.state = coalesce(?, r.state)';
    const text = `${selectRuns} WHERE ${isMatch} ORDER BY r.n DESC LIMIT ?`;
    const rows = this.db.all<RunRow>(text, before, streams, state ?? null, limit + 1);
    const shown = rows.slice(0, limit);
    return { items: shown.map(readRun), next: rows.length > limit ? writePosition(query, [requireLast(shown).n]) : null };
  }

  async unsettled(): Promise<StoredRun[]> {
    return this.db.all<RunRow>(`${selectRuns} WHERE r.phase <> 'closed' ORDER BY r.n`).map(readRun);
  }

  async latest(source: string, stream: string): Promise<LatestRuns> {
    return this.db.read(() => {
      const id = this.#streams.find(source, stream)?.id ?? 0;
      const newest = `${selectRuns} WHERE r.stream_id = ?`;
      const last = this.db.get<RunRow>(`${newest} AND r.state <> 'skipped_overlap' ORDER BY r.n DESC LIMIT 1`, id);
      const isFinished = "r.state IN ('succeeded', 'partial', 'not_modified', 'failed', 'suspect', 'stalled')";
      const lastFinished = this.db.get<RunRow>(`${newest} AND ${isFinished} ORDER BY r.n DESC LIMIT 1`, id);
      const isGood = "r.state IN ('succeeded', 'partial', 'not_modified')";
      const lastGood = this.db.get<RunRow>(`${newest} AND ${isGood} ORDER BY r.n DESC LIMIT 1`, id);
      return {
        ...(last && { last: readRun(last) }),
        ...(lastFinished && { lastFinished: readRun(lastFinished) }),
        ...(lastGood && { lastGood: readRun(lastGood) }),
      };
    });
  }

  async streams(): Promise<StreamName[]> {
    const withRuns = 'SELECT id FROM streams s WHERE EXISTS (SELECT 1 FROM runs r WHERE r.stream_id = s.id)';
    const ids = new Set(this.db.all<{ id: number }>(withRuns).map(({ id }) => id));
    return this.#streams
      .list()
      .filter(({ id }) => ids.has(id))
      .map(({ source, stream }) => ({ source, stream }));
  }

  async state(source: string, stream: string): Promise<StreamState | undefined> {
    const text = this.#streams.find(source, stream)?.state;
    return text ? readJson<StreamState>(text) : undefined;
  }

  async remembered(source: string, stream: string): Promise<RememberedState> {
    const text = this.#streams.find(source, stream)?.state;
    return { state: text ? readJson<StreamState>(text) : undefined, revision: revisionOf(text) };
  }

  async editState({ source, stream: name, revision, state }: StateEdit): Promise<StateEdited> {
    return this.db.change((): StateEdited => {
      const stream = this.#streams.findOrCreate(source, name);
      const active = this.#active(stream);
      if (active) return { kind: 'active', run: active };
      if (revisionOf(stream.state) !== revision) return { kind: 'changed' };
      if (state) this.#storeState(stream, state);
      else this.db.run('UPDATE streams SET state = NULL WHERE id = ?', stream.id);
      return { kind: 'edited' };
    });
  }

  #find(id: string): StoredRun | undefined {
    const row = this.db.get<RunRow>(`${selectRuns} WHERE r.id = ?`, toOrderText(id));
    return row && readRun(row);
  }

  /** Returns the unsettled run of a stream. */
  #active({ id }: StreamRow): StoredRun | undefined {
    const row = this.db.get<RunRow>(`${selectRuns} WHERE r.stream_id = ? AND r.phase <> 'closed' LIMIT 1`, id);
    return row && readRun(row);
  }

  #get(id: string): StoredRun {
    const run = this.#find(id);
    if (!run) throw new NotFoundError('run', id);
    return run;
  }

  #add(stream: StreamRow, run: StoredRun): void {
    const columns = 'id, stream_id, seq, trigger, phase, state, reason, started_at, finished_at, counts';
    const { seq, trigger, phase, state, reason, startedAt, finishedAt, counts } = run;
    const values = [toOrderText(run.id), stream.id, seq, trigger, phase, state, reason === undefined ? null : writeJson(reason)];
    const insert = `INSERT INTO runs (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    this.db.run(insert, ...values, startedAt, finishedAt, JSON.stringify(counts));
    this.db.run('UPDATE streams SET seq = ? WHERE id = ?', seq, stream.id);
  }

  #grantLease(stream: StreamRow, run: StoredRun, { owner, at, leaseMs }: { owner: string; at: string; leaseMs: number }): Lease {
    const fence = stream.fence + 1;
    const change = 'UPDATE streams SET fence = ?, lease_run = ?, lease_owner = ?, lease_until = ? WHERE id = ?';
    this.db.run(change, fence, toOrderText(run.id), owner, Date.parse(at) + leaseMs, stream.id);
    return { runId: run.id, source: run.source, stream: run.stream, runSeq: run.seq, fence, owner };
  }

  #storeState(stream: StreamRow, state: StreamState): void {
    this.db.run('UPDATE streams SET state = ? WHERE id = ?', writeJson(state), stream.id);
  }

  #storeResult(id: string, { state, reason, counts, deletions }: Closing): void {
    const change = 'UPDATE runs SET state = ?, reason = ?, counts = ?, deletions = coalesce(?, deletions) WHERE id = ?';
    const texts = [reason === undefined ? null : writeJson(reason), JSON.stringify(counts), deletions ? writeJson(deletions) : null];
    this.db.run(change, state, ...texts, toOrderText(id));
  }
}

const revisionOf = (state: string | null | undefined): string =>
  state ? createHash('sha256').update(state).digest('hex').slice(0, 32) : 'none';

/** Returns the stream of a lease; call it in a write. @throws LeaseLostError if the lease is held by another process, or over */
export const leasedStream = (streams: Streams, lease: Lease): StreamRow => {
  const stream = streams.find(lease.source, lease.stream);
  if (stream?.lease_run !== toOrderText(lease.runId) || stream.fence !== lease.fence) throw new LeaseLostError(lease.runId);
  return stream;
};
