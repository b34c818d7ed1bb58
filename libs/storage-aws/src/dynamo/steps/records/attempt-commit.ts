import { type Commit, type CommitResult, requireValue, shownChange } from '@twl/ports';
import type { CommitParts } from '../../caches/parts';
import { putContractUpdate } from '../../items/contract-items';
import { countInShard, isShardAsRead, readToken, shardKey, type CounterShard } from '../../items/records/counter-shards';
import { putChanges } from '../../items/records/change-items';
import { countInTime } from '../../items/records/time-counters';
import { checkEntered, movePage, openPageKey, progressKey } from '../../items/runs/page-items';
import type { TableAction } from '../../table/action';
import { putFailures, putRecords, type PreparedRecords } from './prepare-records';
import { transactWithUsage } from './transact-with-usage';

/** The generation of a write. */
export interface WriteTarget {
  sid: string;
  gen: string;
  /** The generation again, while it is not shown. */
  building: string | undefined;
  prepare(gen: string): Promise<PreparedRecords>;
}

/** What the shards of a generation mean for a write: it may be made, it comes after an amendment, or the generation is dropped. */
export type ShardVerdict = 'fine' | 'amended' | 'dropped';

/** What a commit relies on: the state of the generation, and the number of amendments when it was read. */
const verdictOf = (shards: readonly CounterShard[], { gen, building }: WriteTarget, amendments: string | undefined): ShardVerdict => {
  const wanted = building === undefined ? 'shown' : 'building';
  if (shards.some(({ state }) => state !== wanted)) return 'dropped';
  const [known] = amendments === undefined ? [shards[0]?.amendments] : (readToken(amendments, gen) ?? []);
  return shards.every((shard) => shard.amendments === known) ? 'fine' : 'amended';
};

/** Makes one attempt at a commit. Returns `again` if something other than the commit was in its way. */
export const attemptCommit = async (parts: CommitParts, commit: Commit, target: WriteTarget): Promise<CommitResult | 'again'> => {
  const { gen, building } = target;
  if (building === undefined && parts.pages.recent.hasOldGap(commit.page, gen)) return { kind: 'moved' };
  let shards = await parts.generations.shards.readCached(gen);
  let verdict = verdictOf(shards, target, commit.amendments);
  if (verdict !== 'fine') {
    shards = await parts.generations.shards.read(gen);
    verdict = verdictOf(shards, target, commit.amendments);
  }
  if (verdict !== 'fine') return refuseWrite(parts, target, verdict);
  return parts.generations.shards.withShard(gen, async (shard) => {
    const stands = requireValue(shards[shard], `counter shard ${shard}`);
    return commitInShard(parts, commit, { ...target, shard, stands });
  });
};

const commitInShard = async (
  parts: CommitParts,
  commit: Commit,
  where: WriteTarget & { shard: number; stands: CounterShard },
): Promise<CommitResult | 'again'> => {
  const { gen, shard } = where;
  const actionsWith = await commitActions(parts, commit, where);
  const counted = { meter: parts.environment.meter, name: parts.table.name };
  const cancelled = await transactWithUsage(counted, actionsWith, (actions) => parts.table.transact(actions));
  if (!cancelled) {
    parts.generations.shards.noteCommit(gen, shard);
    if (where.building === undefined) parts.pages.recent.addCommit(commit, gen);
    if (commit.done) parts.pages.prefetched.remove(commit.page, gen);
    return { kind: 'committed' };
  }
  const refused = (is: string): TableAction[] => cancelled.refused.filter((action) => action.is === is);
  if (refused('page').length > 0 || refused('progress').length > 0) return { kind: 'moved' };
  if (refused('shard').length > 0) {
    const now = verdictOf(await parts.generations.shards.read(gen), where, commit.amendments);
    if (now !== 'fine') return refuseWrite(parts, where, now);
  }
  const records = refused('record');
  if (records.length > 0) return { kind: 'conflict', ids: recordIdsOf(records) };
  parts.generations.shards.noteConflict(gen, shard);
  return 'again';
};

/** Returns the ids of the records of refused actions. */
export const recordIdsOf = (actions: readonly TableAction[]): string[] =>
  actions.map(({ id }) => requireValue(id, 'record id of an action'));

/** If a generation is not shown any more, another one is; if it is not being built any more, it accepts nothing. */
export const refuseWrite = (parts: CommitParts, { gen, building }: WriteTarget, verdict: ShardVerdict): CommitResult | 'again' => {
  if (verdict === 'amended') return { kind: 'conflict', ids: [] };
  parts.generations.shards.forget(gen);
  parts.streams.clear();
  return building === undefined ? 'again' : { kind: 'moved' };
};

/** Returns the actions of a commit; `counters` are added to the item of its page. */
const commitActions = async (
  parts: CommitParts,
  commit: Commit,
  where: WriteTarget & { shard: number; stands: CounterShard },
): Promise<(counters: Record<string, number>) => TableAction[]> => {
  const { page, from, to, done, counts, writes, at } = commit;
  const { gen, building, shard, stands } = where;
  const prepared = await where.prepare(gen);
  await parts.generations.timeRanges.includeCount(gen, at);
  const isShown = building === undefined;
  const entered = isShown && from === 0 ? [checkEntered(page)] : [];
  const stamp = { shard, commit: stands.commits + stands.amendments + 1 };
  const after = { status: done ? ('applied' as const) : ('open' as const), next: to, counts };
  const others = [
    countInShard(shardKey(gen, shard), { counts, records: shownChange(writes), commits: 1 }, isShardAsRead(stands)),
    ...countInTime(gen, shard, { at, count: counts.new + counts.changed }),
    ...(isShown && done ? [{ is: 'open page', remove: openPageKey(page) }] : []),
    ...(commit.contractUpdate ? [await putContractUpdate(parts.bodies, gen, commit.contractUpdate)] : []),
    ...(await putFailures(parts, commit, where)),
    ...putRecords(prepared, stamp),
    ...(isShown ? await putChanges(parts.bodies, gen, { writes, stamp, now: parts.environment.now() }) : []),
  ];
  const move = (counters: Record<string, number>) =>
    movePage(progressKey(page, gen), { status: 'open', next: from }, { ...after, counters });
  return (counters) => [...entered, move(counters), ...others];
};
