import { type RunCancellation, type RunDeletions, type RunsQuery } from '@twl/contracts';
import { LeaseLostError, NotFoundError } from '../../errors';
import { isFromAhead } from '../../lease-from-ahead';
import { newRun } from '../../runs/new-run';
import { isRunClosed, moveRun } from '../../runs/run-machine';
import type { Lease, LeaseStore } from '../../runs/lease-store';
import type { RunDecisions } from '../../runs/run-decisions';
import { endedWell, hasResult, RunStore, type Begun, type BeginRun, type Closing, type LatestRuns } from '../../runs/run-store';
import type { RunEnd, StoredRun } from '../../runs/stored-run';
import type { RememberedState, StateEdit, StateEdited, StreamName, StreamState, StreamStateStore } from '../../runs/stream-state-store';
import { namedStreams } from '../../text/search-text';
import type { MemoryState, MemoryStream } from './memory-state';
import { decodePosition, encodePosition } from '../position';
import { requireLast } from '../../require-value';

/** Runs in memory. */
export class MemoryRunStore extends RunStore implements RunDecisions, LeaseStore, StreamStateStore {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async begin(request: BeginRun): Promise<Begun> {
    const known = this.memory.runs.get(request.id);
    if (known) return { kind: 'exists', run: structuredClone(known) };
    const stream = this.memory.stream(request.source, request.stream);
    const active = this.#active(stream);
    const run = newRun(request, ++stream.seq, active);
    this.memory.runs.set(run.id, run);
    if (!active) return { kind: 'started', run: structuredClone(run), lease: lend(stream, run, request) };
    return structuredClone({ kind: 'overlap', run, active });
  }

  async takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined> {
    const run = this.memory.runs.get(id);
    if (!run || !moveRun(run, { kind: 'takeOver' }).next) return undefined;
    const stream = this.memory.stream(run.source, run.stream);
    const now = Date.parse(claim.at);
    if (!stream.lease || stream.lease.until <= now) return lend(stream, run, claim);
    if (isFromAhead(stream.lease.until, now, claim.leaseMs)) stream.lease.until = now + claim.leaseMs;
    return undefined;
  }

  async renew(lease: Lease, at: string, leaseMs: number): Promise<void> {
    heldLease(this.memory, lease).until = Date.parse(at) + leaseMs;
  }

  async checkpoint(lease: Lease, state: StreamState): Promise<void> {
    heldLease(this.memory, lease);
    this.memory.stream(lease.source, lease.stream).state = structuredClone(state);
  }

  async endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    heldLease(this.memory, lease);
    const stream = this.memory.stream(lease.source, lease.stream);
    const { state, pages, bytes } = structuredClone(totals);
    if (state) stream.state = state;
    delete stream.lease;
    const run = this.#get(lease.runId);
    const { next } = moveRun(run, { kind: 'endFetch' });
    if (!next) throw new LeaseLostError(lease.runId);
    return structuredClone(Object.assign(run, { ...next, end: structuredClone(end), pages, bytes }));
  }

  async close(id: string, { from, at, ...closing }: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun> {
    const run = this.#get(id);
    const { next } = moveRun(run, { kind: 'close', state: closing.state, from });
    if (next) conclude(Object.assign(run, { ...next, finishedAt: at }), closing);
    return structuredClone(run);
  }

  async amend(id: string, { from, ...closing }: Closing & { from?: RunDeletions | null }): Promise<StoredRun> {
    const run = this.#get(id);
    if (moveRun(run, { kind: 'amend', state: closing.state, from }).next) conclude(run, closing);
    return structuredClone(run);
  }

  async cancel(id: string, cancellation: RunCancellation): Promise<StoredRun> {
    const run = this.#get(id);
    if (moveRun(run, { kind: 'cancel' }).next) run.cancellation ??= structuredClone(cancellation);
    return structuredClone(run);
  }

  async decide(id: string, { from, deletions }: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean> {
    const run = this.#get(id);
    if (!moveRun(run, { kind: 'decide', from }).next) return false;
    run.deletions = structuredClone(deletions);
    return true;
  }

  async reopen(id: string, { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean> {
    const run = this.#get(id);
    const { next } = moveRun(run, { kind: 'reopen', from, isStreamBusy: this.#active(run) !== undefined });
    if (!next) return false;
    delete run.reason;
    Object.assign(run, structuredClone({ ...next, finishedAt: null, deletions }));
    return true;
  }

  async get(id: string): Promise<StoredRun | undefined> {
    return structuredClone(this.memory.runs.get(id));
  }

  async list({ limit, after, ...filter }: Omit<RunsQuery, 'cursor'> & { after?: string }) {
    const { source, stream, state } = filter;
    const query = ['runs', source, stream, state];
    const runs = namedStreams([...this.memory.runs.values()].reverse(), filter);
    const from = after === undefined ? 0 : runs.findIndex(({ id }) => id === decodePosition<string>(query, after)) + 1;
    const found = runs.slice(from).filter((run) => (state ?? run.state) === run.state);
    const items = structuredClone(found.slice(0, limit));
    return { items, next: found.length > limit ? encodePosition(query, requireLast(items).id) : null };
  }

  async unsettled(): Promise<StoredRun[]> {
    return structuredClone([...this.memory.runs.values()].filter((run) => !isRunClosed(run)));
  }

  async latest(source: string, stream: string): Promise<LatestRuns> {
    const runs = this.#ofStream({ source, stream });
    const last = runs.findLast(({ state }) => state !== 'skipped_overlap');
    const lastFinished = runs.findLast(hasResult);
    const lastGood = runs.findLast(endedWell);
    return structuredClone({ ...(last && { last }), ...(lastFinished && { lastFinished }), ...(lastGood && { lastGood }) });
  }

  async streams(): Promise<StreamName[]> {
    const runs = [...this.memory.runs.values()];
    return [...this.memory.streams.values()]
      .filter((one) => runs.some(({ source, stream }) => source === one.source && stream === one.stream))
      .map(({ source, stream }) => ({ source, stream }));
  }

  async state(source: string, stream: string): Promise<StreamState | undefined> {
    return structuredClone(this.memory.stream(source, stream).state);
  }

  async remembered(source: string, stream: string): Promise<RememberedState> {
    const { state } = this.memory.stream(source, stream);
    return { state: structuredClone(state), revision: revisionOf(state) };
  }

  async editState({ source, stream: name, revision, state }: StateEdit): Promise<StateEdited> {
    const stream = this.memory.stream(source, name);
    const active = this.#active(stream);
    if (active) return { kind: 'active', run: structuredClone(active) };
    if (revisionOf(stream.state) !== revision) return { kind: 'changed' };
    if (state) stream.state = structuredClone(state);
    else delete stream.state;
    return { kind: 'edited' };
  }

  #get(id: string): StoredRun {
    const run = this.memory.runs.get(id);
    if (!run) throw new NotFoundError('run', id);
    return run;
  }

  #ofStream({ source, stream }: { source: string; stream: string }): StoredRun[] {
    return [...this.memory.runs.values()].filter((run) => run.source === source && run.stream === stream);
  }

  #active(stream: { source: string; stream: string }): StoredRun | undefined {
    return this.#ofStream(stream).find((run) => !isRunClosed(run));
  }
}

/** The lease as it is kept. @throws LeaseLostError when it is another one, or over */
export const heldLease = (state: MemoryState, { source, stream, runId, fence }: Lease): NonNullable<MemoryStream['lease']> => {
  const held = state.stream(source, stream).lease;
  if (held?.runId !== runId || held.fence !== fence) throw new LeaseLostError(runId);
  return held;
};

const revisionOf = (state: StreamState | undefined): string =>
  JSON.stringify(state ?? null, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

const lend = (stream: MemoryStream, run: StoredRun, claim: { owner: string; at: string; leaseMs: number }): Lease => {
  const fence = ++stream.fence;
  stream.lease = { runId: run.id, fence, owner: claim.owner, until: Date.parse(claim.at) + claim.leaseMs };
  return { runId: run.id, source: run.source, stream: run.stream, runSeq: run.seq, fence, owner: claim.owner };
};

const conclude = (run: StoredRun, { state, reason, counts, deletions }: Closing): void => {
  delete run.reason;
  Object.assign(run, structuredClone({ state, counts, ...(reason === undefined ? {} : { reason }), ...(deletions && { deletions }) }));
};
