import type { RunCancellation, RunDeletions, RunsQuery, Usage } from '@twl/contracts';
import {
  type BeginRun,
  type Begun,
  type Closing,
  endedWell,
  hasResult,
  isFromAhead,
  isRunClosed,
  type LatestRuns,
  type Lease,
  type LeaseStore,
  LeaseLostError,
  moveRun,
  newRun,
  NotFoundError,
  type RememberedState,
  requireValue,
  type RunDecisions,
  type RunEnd,
  RunStore,
  type StateEdit,
  type StateEdited,
  type StoredRun,
  type StreamName,
  type StreamState,
  type StreamStateStore,
} from '@twl/ports';
import type { StreamAccess, WorkEnvironment } from '../caches/parts';
import type { RunKeys } from '../caches/run-keys';
import { sidOf } from '../items/keys';
import { putPointer, putRun, readRun, runKey, runsPk, type KnownRun } from '../items/runs/run-items';
import { streamKey, type StreamItem } from '../items/runs/stream-items';
import {
  beginUpdate,
  goodUpdate,
  hasNoLease,
  hasLease,
  isLeaseAsRead,
  isStreamAsRead,
  leaseUpdate,
  releaseUpdate,
  renewUpdate,
  reopenUpdate,
  streamUpdate,
} from '../items/runs/stream-runs';
import { finishPromotion } from '../steps/generations/finish-promotion';
import { listRuns } from '../steps/lists/list-runs';
import { closedRun, withUsage } from '../steps/runs/run-steps';
import { StreamStates } from '../steps/runs/stream-states';
import type { TableAction, TableItem } from '../table/action';

type RunParts = StreamAccess & { runKeys: RunKeys; environment: WorkEnvironment };

/** Runs, their leases and the states of streams. */
export class DynamoRuns extends RunStore implements RunDecisions, LeaseStore, StreamStateStore {
  readonly #states: StreamStates;

  constructor(private readonly parts: RunParts) {
    super();
    this.#states = new StreamStates(parts);
  }

  async begin(request: BeginRun): Promise<Begun> {
    const made = await this.parts.streams.findOrCreate(request.source, request.stream);
    const { sid } = made;
    return this.parts.table.retryTransaction(async (count) => {
      const known = await this.#find(request.id);
      if (known) return { kind: 'exists', run: known.run };
      const stream = count === 0 ? made : await this.parts.streams.requireStream(sid);
      if (stream.unfinished !== undefined) await finishPromotion(this.parts, sid);
      const active = stream.activeRun === undefined ? undefined : await this.#find(stream.activeRun);
      return this.#begin(stream, request, active?.run);
    });
  }

  async takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined> {
    const run = (await this.#find(id))?.run;
    if (!run || !moveRun(run, { kind: 'takeOver' }).next) return undefined;
    const { source, stream, seq } = run;
    const sid = sidOf(source, stream);
    return this.parts.table.retryTransaction(async () => {
      const { fence, leaseUntil = 0, leaseRun } = await this.parts.streams.requireStream(sid);
      const at = Date.parse(claim.at);
      if (leaseRun !== undefined && leaseUntil > at) {
        if (isFromAhead(leaseUntil, at, claim.leaseMs)) await this.#shorten(sid, { fence, leaseUntil, until: at + claim.leaseMs });
        return undefined;
      }
      const lease = { runId: id, source, stream, runSeq: seq, fence: fence + 1, owner: claim.owner };
      const take = { by: leaseUpdate(lease, at + claim.leaseMs), if: hasNoLease(id, { fence, at }) };
      if (await this.parts.table.update(streamKey(sid), take)) return lease;
      const now = await this.get(id);
      return now && moveRun(now, { kind: 'takeOver' }).next ? 'again' : undefined;
    });
  }

  /** The holder of the lease renews it by then, if it is alive. */
  async #shorten(sid: string, { fence, leaseUntil, until }: { fence: number; leaseUntil: number; until: number }): Promise<void> {
    await this.parts.table.update(streamKey(sid), { by: renewUpdate(until), if: isLeaseAsRead(fence, leaseUntil) });
  }

  async renew(lease: Lease, at: string, leaseMs: number): Promise<void> {
    const renewal = { by: renewUpdate(Date.parse(at) + leaseMs), if: hasLease(lease) };
    const isDone = await this.parts.table.update(streamKey(sidOf(lease.source, lease.stream)), renewal);
    if (!isDone) throw new LeaseLostError(lease.runId);
  }

  async checkpoint(lease: Lease, state: StreamState): Promise<void> {
    const sid = sidOf(lease.source, lease.stream);
    await this.parts.table.retryTransaction(async () => {
      const actions = [{ is: 'lease', check: streamKey(sid), if: hasLease(lease) }, await this.#states.put(sid, state)];
      return (await this.#underLease(lease, actions)) ? undefined : 'again';
    });
  }

  async endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    const sid = sidOf(lease.source, lease.stream);
    const { pages, bytes, state } = totals;
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(lease.runId);
      const { next } = moveRun(known.run, { kind: 'endFetch' });
      if (!next) throw new LeaseLostError(lease.runId);
      const remembered = state ? [await this.#states.put(sid, state)] : [];
      return this.#withUsage(async (usage) => {
        const run = withUsage({ ...known.run, ...next, end, pages, bytes }, usage);
        const actions = [
          { is: 'lease', update: streamKey(sid), by: releaseUpdate, if: hasLease(lease) },
          await this.#put(run, known),
          ...remembered,
        ];
        return (await this.#underLease(lease, actions)) ? structuredClone(run) : 'again';
      });
    });
  }

  async close(id: string, { from, at, ...rest }: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun> {
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(id);
      const { next } = moveRun(known.run, { kind: 'close', state: rest.state, from });
      if (!next) return known.run;
      const sid = sidOf(known.run.source, known.run.stream);
      const noted = known.run.deletions && (await this.parts.streams.findBySid(sid));
      return this.#withUsage(async (usage) => {
        const run = closedRun(withUsage({ ...known.run, ...next, finishedAt: at }, usage), rest);
        return (await this.parts.table.transact([streamUpdate(sid, run, noted), await this.#put(run, known)])) ? 'again' : run;
      });
    });
  }

  async amend(id: string, { from, ...closing }: Closing & { from?: RunDeletions | null }): Promise<StoredRun> {
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(id);
      if (!moveRun(known.run, { kind: 'amend', state: closing.state, from }).next) return known.run;
      const run = closedRun(known.run, closing);
      if (await this.parts.table.transact([await this.#put(run, known)])) return 'again';
      if (endedWell(run)) await this.parts.table.update(streamKey(sidOf(run.source, run.stream)), goodUpdate(run));
      return run;
    });
  }

  async cancel(id: string, cancellation: RunCancellation): Promise<StoredRun> {
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(id);
      if (known.run.cancellation || !moveRun(known.run, { kind: 'cancel' }).next) return known.run;
      const run: StoredRun = { ...known.run, cancellation };
      return (await this.parts.table.transact([await this.#put(run, known)])) ? 'again' : run;
    });
  }

  async decide(id: string, { from, deletions }: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean> {
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(id);
      if (!moveRun(known.run, { kind: 'decide', from }).next) return false;
      return (await this.parts.table.transact([await this.#put({ ...known.run, deletions }, known)])) ? 'again' : true;
    });
  }

  async reopen(id: string, { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean> {
    return this.parts.table.retryTransaction(async () => {
      const known = await this.#get(id);
      const { reason: _reason, ...rest } = known.run;
      const { sid, activeRun } = await this.parts.streams.requireStream(sidOf(rest.source, rest.stream));
      const { next } = moveRun(rest, { kind: 'reopen', from, isStreamBusy: activeRun !== undefined });
      if (!next) return false;
      const run: StoredRun = { ...rest, ...next, finishedAt: null, deletions };
      return (await this.parts.table.transact([reopenUpdate(sid, run), await this.#put(run, known)])) ? 'again' : true;
    });
  }

  async get(id: string): Promise<StoredRun | undefined> {
    return (await this.#find(id))?.run;
  }

  async list(query: Omit<RunsQuery, 'cursor'> & { after?: string }) {
    return listRuns(this.parts, query);
  }

  async unsettled(): Promise<StoredRun[]> {
    const streams = await this.parts.streams.list();
    const keys = streams.flatMap(({ sid, activeRunKey: sk }) => (sk === undefined ? [] : [{ pk: runsPk(sid), sk }]));
    const items = await this.parts.table.getMany(keys);
    const runs = await Promise.all([...items.values()].map((item) => this.#read(item)));
    const byAge = (a: StoredRun, b: StoredRun) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1);
    return runs.filter((run) => !isRunClosed(run)).sort(byAge);
  }

  async latest(source: string, stream: string): Promise<LatestRuns> {
    const item = await this.parts.streams.find(source, stream);
    if (item?.lastRunKey === undefined) return {};
    const known = await this.parts.table.get({ pk: runsPk(item.sid), sk: item.lastRunKey });
    const last = await this.#read(requireValue(known, `run ${item.lastRunKey} of stream ${item.sid}`));
    if (endedWell(last)) return { last, lastFinished: last, lastGood: last };
    const lastFinished = hasResult(last) ? last : await this.#newest(item.sid, item.endedRunKey ?? item.lastRunKey, hasResult);
    const good = item.goodRunKey;
    const isSame = lastFinished !== undefined && endedWell(lastFinished);
    const lastGood = isSame ? lastFinished : good === undefined ? undefined : await this.#newest(item.sid, good, endedWell);
    return { last, ...(lastFinished && { lastFinished }), ...(lastGood && { lastGood }) };
  }

  async streams(): Promise<StreamName[]> {
    const streams = await this.parts.streams.list();
    return streams.filter(({ runs }) => runs > 0).map(({ source, stream }) => ({ source, stream }));
  }

  async state(source: string, stream: string): Promise<StreamState | undefined> {
    return (await this.remembered(source, stream)).state;
  }

  async remembered(source: string, stream: string): Promise<RememberedState> {
    return this.#states.read(sidOf(source, stream));
  }

  async editState(edit: StateEdit): Promise<StateEdited> {
    return this.#states.edit(edit, (id) => this.get(id));
  }

  async #begin(stream: StreamItem, request: BeginRun, active: StoredRun | undefined): Promise<Begun | 'again'> {
    const { table, bodies, runKeys } = this.parts;
    const run = newRun(request, stream.newestRun + 1, active);
    const { source, stream: name, id } = request;
    const lease = { runId: id, source, stream: name, runSeq: run.seq, fence: stream.fence + 1, owner: request.owner };
    const lent = active ? undefined : { lease, until: Date.parse(request.at) + request.leaseMs };
    const actions: TableAction[] = [
      putPointer(run),
      await putRun(bodies, run),
      { is: 'stream', update: streamKey(stream.sid), by: beginUpdate(run, stream, lent), if: isStreamAsRead(stream) },
    ];
    if (await table.transact(actions)) return 'again';
    runKeys.add(id, runKey(run));
    return active ? { kind: 'overlap', run, active } : { kind: 'started', run, lease };
  }

  /** Finds the newest run of a kind, from its noted sort key on: that run may have been corrected since. */
  async #newest(sid: string, sk: string, isMatch: (run: StoredRun) => boolean): Promise<StoredRun | undefined> {
    for await (const items of this.parts.table.query({ pk: runsPk(sid), to: sk, isDown: true, limit: 1 })) {
      for (const item of items) {
        const run = await this.#read(item);
        if (isMatch(run)) return run;
      }
    }
    return undefined;
  }

  /** Writes with the usage that is not stored yet; keeps the usage if the write fails. */
  async #withUsage<T>(write: (usage: Usage | undefined) => Promise<T | 'again'>): Promise<T | 'again'> {
    const { meter } = this.parts.environment;
    const usage = meter?.takeUnsaved();
    let isWritten = false;
    try {
      const result = await write(usage);
      isWritten = result !== 'again';
      return result;
    } finally {
      if (usage && !isWritten) meter?.putBack(usage);
    }
  }

  /** Returns whether it was written; false to try again. @throws LeaseLostError */
  async #underLease(lease: Lease, actions: TableAction[]): Promise<boolean> {
    const cancelled = await this.parts.table.transact(actions);
    if (cancelled?.refused.some(({ is }) => is === 'lease')) throw new LeaseLostError(lease.runId);
    return !cancelled;
  }

  #put(run: StoredRun, known: KnownRun): Promise<TableAction> {
    return putRun(this.parts.bodies, run, known);
  }

  async #find(id: string): Promise<KnownRun | undefined> {
    const key = await this.parts.runKeys.find(id);
    const item = key && (await this.parts.table.get(key));
    return item && readRun(this.parts.bodies, item);
  }

  async #get(id: string): Promise<KnownRun> {
    const known = await this.#find(id);
    if (!known) throw new NotFoundError('run', id);
    return known;
  }

  async #read(item: TableItem): Promise<StoredRun> {
    return (await readRun(this.parts.bodies, item)).run;
  }
}
