import { shownChange, type Commit, type CommitResult } from '@twl/ports';
import type { Action } from '../../table/action';
import { failureActions, recordActions, type Prepared } from './prepare-records';
import { lessonAction } from '../../items/contract-items';
import { countIn, laneKey, tokenOf, type Lane } from '../../items/records/counter-shards';
import { factsKey, movePage, openPageKey, progressKey } from '../../items/runs/page-items';
import { transactCounted } from './transact-counted';
import type { TableParts } from '../../caches/table-parts';
import { countInTime } from '../../items/records/time-counters';

/** Where a write goes. */
export interface Target {
  sid: string;
  gen: string;
  /** The generation again, while it is not shown. */
  building: string | undefined;
  prepare(gen: string): Promise<Prepared>;
}

/** What the lanes of a generation say to a write: it may be made, it comes after an amendment, or the generation takes nothing more. */
export type Verdict = 'fine' | 'amended' | 'gone';

/** What a commit rests on: the state of the generation, and the number of amendments where it was read. */
const verdictOf = (lanes: readonly Lane[], { gen, building }: Target, amendments: string | undefined): Verdict => {
  const wanted = building === undefined ? 'shown' : 'building';
  if (lanes.some(({ x }) => x !== wanted)) return 'gone';
  const [a] = amendments === undefined ? [lanes[0]!.a] : (tokenOf(amendments, gen) ?? []);
  return lanes.every((lane) => lane.a === a) ? 'fine' : 'amended';
};

/** One attempt at a commit. `again` where something else than the commit was in its way. */
export const commitOnce = async (parts: TableParts, commit: Commit, target: Target): Promise<CommitResult | 'again'> => {
  const { gen, building } = target;
  if (building === undefined && parts.leftPages.hasOldGap(commit.page, gen)) return { kind: 'moved' };
  let lanes = await parts.lanes.known(gen);
  let verdict = verdictOf(lanes, target, commit.amendments);
  if (verdict !== 'fine') {
    lanes = await parts.lanes.read(gen);
    verdict = verdictOf(lanes, target, commit.amendments);
  }
  if (verdict !== 'fine') return refusal(parts, target, verdict);
  return parts.lanes.using(gen, async (lane) => attempt(parts, commit, { ...target, lane, stands: lanes[lane]! }));
};

const attempt = async (
  parts: TableParts,
  commit: Commit,
  where: Target & { lane: number; stands: Lane },
): Promise<CommitResult | 'again'> => {
  const { gen, lane } = where;
  const actionsWith = await actionsOf(parts, commit, where);
  const counted = { meter: parts.meter, name: parts.table.name };
  const cancelled = await transactCounted(counted, actionsWith, (actions) => parts.table.transact(actions));
  if (!cancelled) {
    parts.lanes.committed(gen, lane);
    if (where.building === undefined) parts.leftPages.moved(commit, gen);
    if (commit.done) parts.expected.settled(commit.page, gen);
    return { kind: 'committed' };
  }
  const refused = (is: string): Action[] => cancelled.refused.filter((action) => action.is === is);
  if (refused('page').length > 0 || refused('progress').length > 0) return { kind: 'moved' };
  if (refused('lane').length > 0) {
    const now = verdictOf(await parts.lanes.read(gen), where, commit.amendments);
    if (now !== 'fine') return refusal(parts, where, now);
  }
  const records = refused('record');
  if (records.length > 0) return { kind: 'conflict', ids: records.map(({ id }) => id!) };
  parts.lanes.leave(gen, lane);
  return 'again';
};

/** A generation that is shown no more has one after it; one that is built no more takes nothing. */
export const refusal = (parts: TableParts, { gen, building }: Target, verdict: Verdict): CommitResult | 'again' => {
  if (verdict === 'amended') return { kind: 'conflict', ids: [] };
  parts.lanes.forget(gen);
  parts.streams.forget();
  return building === undefined ? 'again' : { kind: 'moved' };
};

/** The actions of a commit; `asked` is what is added to its page's item besides. */
const actionsOf = async (
  parts: TableParts,
  commit: Commit,
  where: Target & { lane: number; stands: Lane },
): Promise<(asked: Record<string, number>) => Action[]> => {
  const { page, from, to, done, counts, writes, at } = commit;
  const { gen, building, lane, stands } = where;
  const prepared = await where.prepare(gen);
  await parts.bounds.count(gen, at);
  const isEntered = { text: 'attribute_exists(#pk) AND attribute_not_exists(#gaveUp)' };
  const stand = { text: '#x = :x AND #n = :n AND #a = :a', values: { x: stands.x, n: stands.n, a: stands.a } };
  const isShown = building === undefined;
  const entered = isShown && from === 0 ? [{ is: 'page', check: factsKey(page), if: isEntered }] : [];
  const after = { status: done ? ('applied' as const) : ('open' as const), next: to, counts };
  const others = [
    countIn(laneKey(gen, lane), { counts, records: shownChange(writes), more: { n: 1 } }, stand),
    ...countInTime(gen, lane, { at, count: counts.new + counts.changed }),
    ...(isShown && done ? [{ is: 'open page', remove: openPageKey(page) }] : []),
    ...(commit.lesson ? [await lessonAction(parts.bodies, gen, commit.lesson)] : []),
    ...(await failureActions(parts, commit, where)),
    ...recordActions(prepared, { lane, commit: stands.n + stands.a + 1 }),
  ];
  const move = (asked: Record<string, number>) => movePage(progressKey(page, gen), { status: 'open', next: from }, { ...after, asked });
  return (asked) => [...entered, move(asked), ...others];
};
