import type { RunDeletions, RunsQuery, Usage } from '@twl/contracts';
import {
  isFromAhead,
  endedWell,
  hasResult,
  isSameDecision,
  LeaseLostError,
  NotFoundError,
  RunStore,
  type Begun,
  type BeginRun,
  type Closing,
  type LatestRuns,
  type Lease,
  type RememberedState,
  type RunEnd,
  type StateEdit,
  type StateEdited,
  type StoredRun,
  type StreamName,
  type StreamState,
} from '@twl/ports';
import type { Action, Item } from '../table/action';
import { finishPromotion } from '../steps/generations/finish-promotion';
import { sidOf } from '../items/keys';
import { newRun, runItem, runKey, runSk, runsPk, pointerKey } from '../items/runs/run-items';
import { listRuns } from '../steps/lists/list-runs';
import { beginning, concluded, isHeld, withAsked, lending, settling } from '../steps/runs/run-steps';
import { StreamMemory } from '../steps/runs/stream-states';
import { streamKey, type StreamItem } from '../items/runs/stream-items';
import type { TableParts } from '../caches/table-parts';

/** A run with the item that it was read from. */
interface Known {
  run: StoredRun;
  w: number;
}

/** Runs, their leases and what streams remember. */
export class DynamoRuns extends RunStore {
  readonly #memory: StreamMemory;

  constructor(private readonly parts: TableParts) {
    super();
    this.#memory = new StreamMemory(parts);
  }

  async begin(request: BeginRun): Promise<Begun> {
    const made = await this.parts.streams.make(request.source, request.stream);
    const { sid } = made;
    return this.parts.table.insist(async (count) => {
      const known = await this.#find(request.id);
      if (known) return { kind: 'exists', run: known.run };
      const stream = count === 0 ? made : (await this.parts.streams.bySid(sid))!;
      if (stream.unfinished !== undefined) await finishPromotion(this.parts, sid);
      const active = stream.active === undefined ? undefined : await this.#find(JSON.parse(stream.active) as string);
      return this.#begin(stream, request, active?.run);
    });
  }

  async takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined> {
    const run = (await this.#find(id))?.run;
    if (run?.phase !== 'fetching') return undefined;
    const { source, stream, seq } = run;
    const sid = sidOf(source, stream);
    return this.parts.table.insist(async () => {
      const { fence, leaseUntil = 0, leaseRun } = (await this.parts.streams.bySid(sid))!;
      const at = Date.parse(claim.at);
      if (leaseRun !== undefined && leaseUntil > at) {
        if (isFromAhead(leaseUntil, at, claim.leaseMs)) await this.#shorten(sid, { fence, leaseUntil, until: at + claim.leaseMs });
        return undefined;
      }
      const lease = { run: id, source, stream, seq, fence: fence + 1, owner: claim.owner };
      const isFree = {
        text: '#active = :id AND #phase = :fetching AND #fence = :before AND (attribute_not_exists(#leaseRun) OR #leaseUntil <= :at)',
        values: { id: JSON.stringify(id), fetching: 'fetching', before: fence, at },
      };
      if (await this.parts.table.update(streamKey(sid), lending(lease, at + claim.leaseMs), isFree)) return lease;
      return (await this.get(id))?.phase === 'fetching' ? 'again' : undefined;
    });
  }

  /** The holder of the lease renews it by then, if there is one. */
  async #shorten(sid: string, { fence, leaseUntil, until }: { fence: number; leaseUntil: number; until: number }): Promise<void> {
    const isSame = { text: '#fence = :fence AND #leaseUntil = :before', values: { fence, before: leaseUntil } };
    await this.parts.table.update(streamKey(sid), { text: 'SET #leaseUntil = :until', values: { until } }, isSame);
  }

  async renew(lease: Lease, at: string, leaseMs: number): Promise<void> {
    const until = { text: 'SET #leaseUntil = :until', values: { until: Date.parse(at) + leaseMs } };
    const isDone = await this.parts.table.update(streamKey(sidOf(lease.source, lease.stream)), until, isHeld(lease));
    if (!isDone) throw new LeaseLostError(lease.run);
  }

  async checkpoint(lease: Lease, state: StreamState): Promise<void> {
    const sid = sidOf(lease.source, lease.stream);
    await this.parts.table.insist(async () => {
      const actions = [{ is: 'lease', check: streamKey(sid), if: isHeld(lease) }, await this.#memory.put(sid, state)];
      return (await this.#underLease(lease, actions)) ? undefined : 'again';
    });
  }

  async endFetch(lease: Lease, end: RunEnd, totals: { pages: number; bytes: number; state?: StreamState }): Promise<StoredRun> {
    const sid = sidOf(lease.source, lease.stream);
    const { pages, bytes, state } = totals;
    return this.parts.table.insist(async () => {
      const known = await this.#get(lease.run);
      const remembered = state ? [await this.#memory.put(sid, state)] : [];
      return this.#saying(async (asked) => {
        const run = withAsked({ ...known.run, phase: 'applying', end, pages, bytes }, asked);
        const release = { text: 'SET #phase = :applying REMOVE #leaseRun, #leaseUntil, #leaseOwner', values: { applying: 'applying' } };
        const actions = [
          { is: 'lease', update: streamKey(sid), by: release, if: isHeld(lease) },
          await this.#put(run, known),
          ...remembered,
        ];
        return (await this.#underLease(lease, actions)) ? structuredClone(run) : 'again';
      });
    });
  }

  async close(id: string, { from, at, ...rest }: Closing & { at: string; from?: RunDeletions | null }): Promise<StoredRun> {
    return this.parts.table.insist(async () => {
      const known = await this.#get(id);
      if (known.run.phase !== 'applying' || !isSameDecision(known.run.deletions, from)) return known.run;
      const sid = sidOf(known.run.source, known.run.stream);
      const noted = known.run.deletions && (await this.parts.streams.bySid(sid));
      return this.#saying(async (asked) => {
        const run = concluded(withAsked({ ...known.run, phase: 'closed', finishedAt: at }, asked), rest);
        const stream: Action = {
          is: 'stream',
          update: streamKey(sid),
          by: settling(run, noted),
          if: { text: '#active = :id', values: { id: JSON.stringify(id) } },
        };
        return (await this.parts.table.transact([stream, await this.#put(run, known)])) ? 'again' : run;
      });
    });
  }

  async amend(id: string, { from, ...closing }: Closing & { from?: RunDeletions | null }): Promise<StoredRun> {
    return this.parts.table.insist(async () => {
      const known = await this.#get(id);
      if (known.run.phase !== 'closed' || !isSameDecision(known.run.deletions, from)) return known.run;
      const run = concluded(known.run, closing);
      if (await this.parts.table.transact([await this.#put(run, known)])) return 'again';
      const isNewer = { text: 'attribute_not_exists(#good) OR #good < :good', values: { good: runSk(run) } };
      const point = { text: 'SET #good = :good' };
      if (endedWell(run)) await this.parts.table.update(streamKey(sidOf(run.source, run.stream)), point, isNewer);
      return run;
    });
  }

  async decide(id: string, { from, deletions }: { from: RunDeletions | null; deletions: RunDeletions }): Promise<boolean> {
    return this.parts.table.insist(async () => {
      const known = await this.#get(id);
      if (known.run.phase !== 'applying' || !isSameDecision(known.run.deletions, from)) return false;
      return (await this.parts.table.transact([await this.#put({ ...known.run, deletions }, known)])) ? 'again' : true;
    });
  }

  async reopen(id: string, { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions }): Promise<boolean> {
    return this.parts.table.insist(async () => {
      const known = await this.#get(id);
      if (known.run.phase !== 'closed' || known.run.deletions?.state !== from) return false;
      const { reason: _reason, ...rest } = known.run;
      const run: StoredRun = { ...rest, phase: 'applying', state: 'running', finishedAt: null, deletions };
      const { sid, active } = (await this.parts.streams.bySid(sidOf(run.source, run.stream)))!;
      if (active !== undefined) return false;
      const values = { active: JSON.stringify(id), activeSk: runSk(run), phase: 'applying' };
      const take = { text: 'SET #active = :active, #activeSk = :activeSk, #phase = :phase', values };
      const stream: Action = { is: 'stream', update: streamKey(sid), by: take, if: { text: 'attribute_not_exists(#active)' } };
      return (await this.parts.table.transact([stream, await this.#put(run, known)])) ? 'again' : true;
    });
  }

  async get(id: string): Promise<StoredRun | undefined> {
    return (await this.#find(id))?.run;
  }

  async list(query: Omit<RunsQuery, 'cursor'> & { after?: string }) {
    return listRuns(this.parts, query);
  }

  async unsettled(): Promise<StoredRun[]> {
    const streams = (await this.parts.streams.list()).filter(({ active }) => active !== undefined);
    const items = await this.parts.table.getMany(streams.map(({ sid, activeSk }) => ({ pk: runsPk(sid), sk: activeSk! })));
    const runs = await Promise.all([...items.values()].map((item) => this.#read(item)));
    const byAge = (a: StoredRun, b: StoredRun) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1);
    return runs.filter(({ phase }) => phase !== 'closed').sort(byAge);
  }

  async latest(source: string, stream: string): Promise<LatestRuns> {
    const item = await this.parts.streams.find(source, stream);
    if (item?.last === undefined) return {};
    const last = await this.#read((await this.parts.table.get({ pk: runsPk(item.sid), sk: item.last }))!);
    if (endedWell(last)) return { last, lastFinished: last, lastGood: last };
    const lastFinished = hasResult(last) ? last : await this.#newest(item.sid, item.ended ?? item.last, hasResult);
    const good = item.good;
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
    return this.#memory.read(sidOf(source, stream));
  }

  async editState(edit: StateEdit): Promise<StateEdited> {
    return this.#memory.edit(edit, (id) => this.get(id));
  }

  async count(): Promise<number> {
    return (await this.parts.streams.list()).reduce((sum, { runs }) => sum + runs, 0);
  }

  async #begin(stream: StreamItem, request: BeginRun, active: StoredRun | undefined): Promise<Begun | 'again'> {
    const { table, bodies, runPlaces } = this.parts;
    const fresh = newRun(request, stream.seq + 1);
    const reason = active && `run ${active.id} is not settled yet`;
    const skipped = { phase: 'closed', state: 'skipped_overlap', finishedAt: request.at } as const;
    const run: StoredRun = active ? { ...fresh, ...skipped, reason: reason! } : fresh;
    const { source, stream: name, id } = request;
    const lease = { run: id, source, stream: name, seq: run.seq, fence: stream.fence + 1, owner: request.owner };
    const isAsRead = stream.active === undefined ? 'attribute_not_exists(#active)' : '#active = :active';
    const pointer = { ...pointerKey(id), ...{ at: runKey(run).pk, place: runKey(run).sk } };
    const actions: Action[] = [
      { is: 'pointer', put: pointer, if: { text: 'attribute_not_exists(#pk)' } },
      { is: 'run', put: await runItem(bodies, run, 1) },
      {
        is: 'stream',
        update: streamKey(stream.sid),
        by: beginning(run, stream, active ? undefined : { lease, until: Date.parse(request.at) + request.leaseMs }),
        if: {
          text: `#seq = :before AND #fence = :fenceBefore AND ${isAsRead}`,
          values: { before: stream.seq, fenceBefore: stream.fence, ...(stream.active !== undefined && { active: stream.active }) },
        },
      },
    ];
    if (await table.transact(actions)) return 'again';
    runPlaces.learn(id, runKey(run));
    return active ? { kind: 'overlap', run, active } : { kind: 'started', run, lease };
  }

  /** The newest run of a kind, from where it is believed to be: what was said of it may have been corrected since. */
  async #newest(sid: string, sk: string, isWanted: (run: StoredRun) => boolean): Promise<StoredRun | undefined> {
    for await (const items of this.parts.table.query({ pk: runsPk(sid), to: sk, isDown: true, limit: 1 })) {
      for (const item of items) {
        const run = await this.#read(item);
        if (isWanted(run)) return run;
      }
    }
    return undefined;
  }

  /** Makes a write that says what was asked for; what could not be said is kept. */
  async #saying<T>(write: (asked: Usage | undefined) => Promise<T | 'again'>): Promise<T | 'again'> {
    const { meter } = this.parts;
    const asked = meter?.takeUnsaved();
    let isSaid = false;
    try {
      const result = await write(asked);
      isSaid = result !== 'again';
      return result;
    } finally {
      if (asked && !isSaid) meter?.putBack(asked);
    }
  }

  /** Whether it was done; false to try again. @throws LeaseLostError */
  async #underLease(lease: Lease, actions: Action[]): Promise<boolean> {
    const cancelled = await this.parts.table.transact(actions);
    if (cancelled?.refused.some(({ is }) => is === 'lease')) throw new LeaseLostError(lease.run);
    return !cancelled;
  }

  async #put(run: StoredRun, { w }: Known): Promise<Action> {
    const item = await runItem(this.parts.bodies, run, w + 1);
    return { is: 'run', put: item, if: { text: '#w = :w', values: { w } } };
  }

  async #find(id: string): Promise<Known | undefined> {
    const place = await this.parts.runPlaces.find(id);
    const item = place && (await this.parts.table.get(place));
    return item && { run: await this.#read(item), w: item['w'] as number };
  }

  async #get(id: string): Promise<Known> {
    const known = await this.#find(id);
    if (!known) throw new NotFoundError('run', id);
    return known;
  }

  #read(item: Item): Promise<StoredRun> {
    return this.parts.bodies.read<StoredRun>(item);
  }
}
