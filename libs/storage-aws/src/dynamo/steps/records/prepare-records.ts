import type { Commit, RecordWrite } from '@twl/ports';
import type { Action, Item } from '../../table/action';
import type { Bodies } from '../../items/bodies';
import type { BoundKeeper } from '../../caches/time-ranges';
import { countOpen, openedBy, putFailure, readFailures } from '../../items/failure-items';
import { recordKey } from '../../items/keys';
import { packsOf, recordTrack } from '../../items/index-pages';
import { pastItem } from './past-records';
import { putRecord, recordItem, timesOf, type RecordItem } from '../../items/records/record-items';
import { placeOf, type Table } from '../../table/table';
import type { Shelved, VersionShelves } from '../../caches/version-sets';

/** Writes that one commit can take: 100 actions, less those of page, lane, counters, open page, open failures and lesson. */
export const writesPerCommit = 91;

/** Which commit last changed what is shown of a record. */
type Stamp = Pick<RecordItem, 'l' | 'c'>;

/** A record before it is written. */
type Before = Item & Stamp;

/** What stores share. */
export interface Tools {
  table: Table;
  bodies: Bodies;
  bounds: BoundKeeper;
  shelves: VersionShelves;
  /** Now, ms. */
  now(): number;
}

/** Records ready to be written into a generation; their hints are in the table already. `stamp` is one that stays as it is. */
export type Prepared = { item: Item; write: RecordWrite; shelved: Shelved; stamp: Stamp | undefined }[];

/** Puts what may be seen early, because nobody takes it for granted: hints, bounds, large bodies, and what is replaced, for walks. */
export const prepareRecords = async (
  { table, bodies, bounds, shelves, now }: Tools,
  gen: string,
  { writes, isShown }: { writes: readonly RecordWrite[]; isShown: boolean },
): Promise<Prepared> => {
  if (writes.length === 0) return [];
  const before = await readBefore(table, gen, writes);
  const prepared = writes.map(async (write) => {
    const [item, shelved] = [await recordItem(bodies, gen, write), await shelves.write(gen, write)];
    return {
      write,
      shelved,
      stamp: write.isUnchanged ? before.get(write.record.key) : undefined,
      item: { ...item, ...(shelved.shelf !== undefined && { h: shelved.shelf }) },
    };
  });
  const times = writes.map(({ record }) => ({ ...timesOf(record), key: record.key }));
  const [updated, occurred] = [times.map(({ u, key }) => ({ time: u, key })), times.map(({ t, key }) => ({ time: t, key }))];
  await bounds.widen(gen, times);
  const past = writes.flatMap(({ record: { key }, isUnchanged }) => {
    const item = isUnchanged || !isShown ? undefined : before.get(key);
    return item ? [pastItem(gen, key, { item, now: now() })] : [];
  });
  await table.write([...past, ...packsOf(recordTrack(gen, 'u'), updated), ...packsOf(recordTrack(gen, 't'), occurred, true)]);
  return Promise.all(prepared);
};

/** Records as they stand in the table, by key, of the writes that expect them. */
const readBefore = async (table: Table, gen: string, writes: readonly RecordWrite[]): Promise<Map<string, Before>> => {
  const keys = writes.filter(({ expected }) => expected !== null).map(({ record }) => record.key);
  if (keys.length === 0) return new Map();
  const items = await table.getMany(keys.map((key) => recordKey(gen, key)));
  return new Map(
    keys.flatMap((key) => {
      const item = items.get(placeOf(recordKey(gen, key)));
      return item ? [[key, item as Before] as const] : [];
    }),
  );
};

/** Puts the prepared records under the stamp of a commit. */
export const recordActions = (prepared: Prepared, stamp: { lane: number; commit: number }): Action[] => [
  ...prepared.map(({ item, write, shelved, stamp: kept }) =>
    putRecord({ ...item, ...(kept ? { l: kept.l, c: kept.c } : { l: stamp.lane, c: stamp.commit }) }, write, shelved.before),
  ),
  ...prepared.flatMap(({ shelved }) => shelved.actions),
];

/** Puts failures as they come, over what is known of them. */
export const failureActions = async (
  tools: Pick<Tools, 'table' | 'bodies'>,
  { failures }: Pick<Commit, 'failures'>,
  where: { sid: string; lane: number; building: string | undefined },
): Promise<Action[]> => {
  const known = await readFailures(
    tools,
    failures.map(({ id }) => id),
    where.building,
  );
  const puts = failures.map((failure) => putFailure(tools.bodies, failure, { known: known.get(failure.id), building: where.building }));
  const more = failures.reduce((sum, failure) => sum + openedBy(known.get(failure.id)?.failure, failure), 0);
  return [...(await Promise.all(puts)), ...(where.building === undefined ? countOpen(where.sid, where.lane, more) : [])];
};
