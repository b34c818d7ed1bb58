import { noCounts } from '@twl/contracts';
import { type Amendment, type CommitResult, isUnapplied, requireValue, shownChange } from '@twl/ports';
import type { CommitParts } from '../../caches/parts';
import { countOpen, openDifference, putFailure, readFailures, type KnownFailure } from '../../items/failure-items';
import {
  countInShard,
  isShardAsRead,
  readToken,
  shardCount,
  shardKey,
  snapshotOf,
  type CounterShard,
} from '../../items/records/counter-shards';
import { putChanges } from '../../items/records/change-items';
import { countInTime } from '../../items/records/time-counters';
import { movePage, progressKey, readProgress, type PageProgress } from '../../items/runs/page-items';
import type { TableAction } from '../../table/action';
import { recordIdsOf, refuseWrite, type WriteTarget } from './attempt-commit';
import { putRecords } from './prepare-records';

/** What an amendment relies on. */
interface AmendmentBasis {
  failure: KnownFailure;
  progress: PageProgress;
  shards: readonly CounterShard[];
}

/** Makes one attempt at an amendment. Returns `again` if another write was in its way. */
export const attemptAmendment = async (parts: CommitParts, amendment: Amendment, target: WriteTarget): Promise<CommitResult | 'again'> => {
  const { gen, building } = target;
  const item = await parts.table.get(progressKey(amendment.page, gen));
  const failure = (await readFailures(parts, [amendment.failure], building)).get(amendment.failure);
  if (!item || !failure || !isUnapplied(failure.failure)) return { kind: 'moved' };
  const shards = await parts.generations.shards.read(gen);
  if (shards.some(({ state }) => state !== (building === undefined ? 'shown' : 'building'))) return refuseWrite(parts, target, 'dropped');
  const token = readToken(amendment.pages, gen);
  if (!token || shards.some(({ commits }, shard) => commits !== token[shard])) return { kind: 'conflict', ids: [] };
  const known = { failure, progress: readProgress(item), shards };
  const cancelled = await parts.table.transact(await amendmentActions(parts, amendment, { ...target, ...known }));
  parts.generations.shards.forget(gen);
  parts.pages.recent.forget(amendment.page, gen);
  if (!cancelled) return { kind: 'committed' };
  const records = cancelled.refused.filter(({ is }) => is === 'record');
  return records.length > 0 && records.length === cancelled.refused.length ? { kind: 'conflict', ids: recordIdsOf(records) } : 'again';
};

const amendmentActions = async (parts: CommitParts, amendment: Amendment, where: WriteTarget & AmendmentBasis): Promise<TableAction[]> => {
  const { page, outcome, write, at } = amendment;
  const { gen, sid, building, failure, progress, shards } = where;
  const shard = Math.floor(parts.environment.random() * shardCount);
  const counts = { ...noCounts(), quarantined: -1 };
  counts[outcome] += 1;
  const prepared = await where.prepare(gen);
  await parts.generations.timeRanges.includeCount(gen, at);
  const counted = { counts, records: shownChange(write ? [write] : []) };
  const resolved = { ...failure.failure, status: 'resolved' as const };
  const stamp = { shard, commit: requireValue(snapshotOf(shards)[shard], `counter shard ${shard}`) + 1 };
  return [
    movePage(progressKey(page, gen), progress, { ...progress, counts }),
    ...shards.map((stands, i) => {
      const what = i === shard ? counted : { counts: noCounts(), records: 0 };
      return countInShard(shardKey(gen, i), { ...what, amendments: 1 }, isShardAsRead(stands));
    }),
    ...countInTime(gen, shard, { at, count: counts.new + counts.changed }),
    await putFailure(parts.bodies, resolved, { known: failure, building }),
    ...(building === undefined ? countOpen(sid, shard, openDifference(failure.failure, resolved)) : []),
    ...putRecords(prepared, stamp),
    ...(building === undefined && write
      ? await putChanges(parts.bodies, gen, { writes: [write], stamp, now: parts.environment.now() })
      : []),
  ];
};
