import type { Commit, RecordWrite } from '@twl/ports';
import type { GenerationParts, TableAccess } from '../../caches/parts';
import type { VersionWrites } from '../../caches/version-sets';
import { countOpen, openDifference, putFailure, readFailures } from '../../items/failure-items';
import { indexPagesOf, recordIndexPk, type IndexEntry } from '../../items/index-pages';
import { recordKey } from '../../items/keys';
import {
  putRecord,
  readRecordFields,
  recordItem,
  stampItem,
  timesOf,
  type RecordTime,
  type WriteStamp,
} from '../../items/records/record-items';
import type { TableAction, TableItem } from '../../table/action';
import { keyText, type Table } from '../../table/table';
import { pastItem } from './past-records';

/** The most writes of one commit: 100 actions, less those of page, shard, counters, open page, open failures, contract update and changes. */
export const writesPerCommit = 90;

/** Records ready to be written into a generation; their index entries are already in the table. `stamp` is one that stays unchanged. */
export type PreparedRecords = { item: TableItem; write: RecordWrite; versionWrites: VersionWrites; stamp: WriteStamp | undefined }[];

/** Writes index entries, time ranges, large bodies and past records before the transaction; readers check them again. */
export const prepareRecords = async (
  { table, bodies, generations: { timeRanges, versionSets }, environment }: GenerationParts,
  gen: string,
  { writes, isShown }: { writes: readonly RecordWrite[]; isShown: boolean },
): Promise<PreparedRecords> => {
  if (writes.length === 0) return [];
  const before = await readBefore(table, gen, writes);
  const prepared = writes.map(async (write) => {
    const versionWrites = await versionSets.write(gen, write);
    const item = await recordItem(bodies, write, { gen, versionSet: versionWrites.versionSet });
    const known = write.isUnchanged ? before.get(write.record.key) : undefined;
    return { write, versionWrites, item, stamp: known && readRecordFields(known) };
  });
  const times = writes.map(({ record }) => ({ ...timesOf(record), key: record.key }));
  const entriesAt = (order: RecordTime): IndexEntry[] => times.map(({ key, ...at }) => ({ time: at[order], key }));
  await timeRanges.includeTimes(gen, times);
  const past = writes.flatMap(({ record: { key }, isUnchanged }) => {
    const item = isUnchanged || !isShown ? undefined : before.get(key);
    return item ? [pastItem(gen, key, { item, now: environment.now() })] : [];
  });
  const pages = [
    ...indexPagesOf(recordIndexPk(gen, 'updatedAt'), entriesAt('updatedAt')),
    ...indexPagesOf(recordIndexPk(gen, 'occurredAt'), entriesAt('occurredAt'), true),
  ];
  await table.write([...past, ...pages]);
  return Promise.all(prepared);
};

/** Reads the stored records of the writes that expect them, by key. */
const readBefore = async (table: Table, gen: string, writes: readonly RecordWrite[]): Promise<Map<string, TableItem>> => {
  const keys = writes.filter(({ expected }) => expected !== null).map(({ record }) => record.key);
  if (keys.length === 0) return new Map();
  const items = await table.getMany(keys.map((key) => recordKey(gen, key)));
  return new Map(
    keys.flatMap((key) => {
      const item = items.get(keyText(recordKey(gen, key)));
      return item ? [[key, item] as const] : [];
    }),
  );
};

/** Puts the prepared records with the write stamp of a commit. */
export const putRecords = (prepared: PreparedRecords, stamp: WriteStamp): TableAction[] => [
  ...prepared.map(({ item, write, versionWrites, stamp: kept }) => putRecord(stampItem(item, kept ?? stamp), write, versionWrites.before)),
  ...prepared.flatMap(({ versionWrites }) => versionWrites.actions),
];

/** Puts failures over known ones. */
export const putFailures = async (
  access: TableAccess,
  { failures }: Pick<Commit, 'failures'>,
  where: { sid: string; shard: number; building: string | undefined },
): Promise<TableAction[]> => {
  const known = await readFailures(
    access,
    failures.map(({ id }) => id),
    where.building,
  );
  const puts = failures.map((failure) => putFailure(access.bodies, failure, { known: known.get(failure.id), building: where.building }));
  const more = failures.reduce((sum, failure) => sum + openDifference(known.get(failure.id)?.failure, failure), 0);
  return [...(await Promise.all(puts)), ...(where.building === undefined ? countOpen(where.sid, where.shard, more) : [])];
};
