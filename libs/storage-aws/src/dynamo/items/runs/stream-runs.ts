import { endedWell, hasResult, runPaths, type Lease, type StoredRun } from '@twl/ports';
import type { TableAction } from '../../table/action';
import type { ConditionalUpdate, TableExpression } from '../../table/expression';
import { runSk } from './run-items';
import { streamKey, type StreamItem } from './stream-items';

const writeId = (id: string): string => JSON.stringify(id);

/** Condition: no run of the stream is unsettled. */
export const isSettled: TableExpression = { text: 'attribute_not_exists(#active)' };

/** Condition: the stream has this lease. */
export const hasLease = ({ runId, fence }: Lease): TableExpression => ({
  text: '#leaseRun = :run AND #fence = :fence',
  values: { run: writeId(runId), fence },
});

/** Condition: a run is being fetched and has no lease at a time, ms; `fence` as it was read. */
export const hasNoLease = (id: string, { fence, at }: { fence: number; at: number }): TableExpression => ({
  text: '#active = :id AND #phase = :fetching AND #fence = :before AND (attribute_not_exists(#leaseRun) OR #leaseUntil <= :at)',
  values: { id: writeId(id), fetching: runPaths.takeOver.from, before: fence, at },
});

/** Condition: no run began since the stream was read. */
export const isStreamAsRead = ({ newestRun, fence, activeRun }: StreamItem): TableExpression => ({
  text: `#seq = :before AND #fence = :fenceBefore AND ${activeRun === undefined ? isSettled.text : '#active = :active'}`,
  values: { before: newestRun, fenceBefore: fence, ...(activeRun !== undefined && { active: writeId(activeRun) }) },
});

/** Update of a stream when its lease is granted. */
export const leaseUpdate = ({ runId, fence, owner }: Lease, until: number): TableExpression => ({
  text: 'SET #fence = :fence, #leaseRun = :leaseRun, #leaseOwner = :owner, #leaseUntil = :until',
  values: { fence, leaseRun: writeId(runId), owner: writeId(owner), until },
});

/** Moves the end of a lease. `until` in ms. */
export const renewUpdate = (until: number): TableExpression => ({ text: 'SET #leaseUntil = :until', values: { until } });

/** Condition: a lease is as it was read. */
export const isLeaseAsRead = (fence: number, until: number): TableExpression => ({
  text: '#fence = :fence AND #leaseUntil = :before',
  values: { fence, before: until },
});

/** Update of a stream when a run begins; with a lease unless the run is skipped. */
export const beginUpdate = (
  run: StoredRun,
  { lastBeganAt }: StreamItem,
  lent: { lease: Lease; until: number } | undefined,
): TableExpression => {
  const values = { seq: run.seq, one: 1, lastAt: Math.max(lastBeganAt ?? -Infinity, Date.parse(run.startedAt)) };
  const noted = '#seq = :seq, #runs = #runs + :one, #lastAt = :lastAt';
  if (!lent) return { text: `SET ${noted}`, values };
  const lends = leaseUpdate(lent.lease, lent.until);
  const active = { active: writeId(run.id), activeSk: runSk(run), phase: run.phase, last: runSk(run) };
  return {
    text: `${lends.text}, ${noted}, #active = :active, #activeSk = :activeSk, #phase = :phase, #last = :last`,
    values: { ...lends.values, ...values, ...active },
  };
};

/** Update of a stream when all pages of a run are fetched: the lease is released. */
export const releaseUpdate: TableExpression = {
  text: 'SET #phase = :applying REMOVE #leaseRun, #leaseUntil, #leaseOwner',
  values: { applying: runPaths.endFetch.to },
};

const notes = { endedRunKey: 'ended', goodRunKey: 'good' } as const;

const closeUpdate = (run: StoredRun, stream: StreamItem | undefined): TableExpression => {
  const over = 'REMOVE #active, #activeSk, #phase';
  const sets = [...(hasResult(run) ? ['endedRunKey' as const] : []), ...(endedWell(run) ? ['goodRunKey' as const] : [])];
  const newer = sets.filter((name) => (stream?.[name] ?? '') < runSk(run));
  if (newer.length === 0) return { text: over };
  return { text: `SET ${newer.map((name) => `#${notes[name]} = :runSk`).join(', ')} ${over}`, values: { runSk: runSk(run) } };
};

/** Update of a stream when a run is closed. A reopened run may be older than the noted ones in `stream`. */
export const streamUpdate = (sid: string, run: StoredRun, stream?: StreamItem): TableAction => ({
  ...{ is: 'stream', update: streamKey(sid), by: closeUpdate(run, stream) },
  if: { text: '#active = :id', values: { id: writeId(run.id) } },
});

/** Update of a stream when a closed run is applied again, if no other run is unsettled. */
export const reopenUpdate = (sid: string, run: StoredRun): TableAction => ({
  ...{ is: 'stream', update: streamKey(sid) },
  by: {
    text: 'SET #active = :active, #activeSk = :activeSk, #phase = :phase',
    values: { active: writeId(run.id), activeSk: runSk(run), phase: run.phase },
  },
  if: isSettled,
});

/** Notes a run that ended well, unless a newer one did. */
export const goodUpdate = (run: StoredRun): ConditionalUpdate => ({
  by: { text: 'SET #good = :good' },
  if: { text: 'attribute_not_exists(#good) OR #good < :good', values: { good: runSk(run) } },
});
