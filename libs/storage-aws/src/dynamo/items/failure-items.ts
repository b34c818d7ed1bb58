import type { Failure } from '@twl/contracts';
import { subjectOf, type OpenFailure } from '@twl/ports';
import type { Key, TableAction, TableItem } from '../table/action';
import { addNumbers } from '../table/expression';
import { keyText, type Table } from '../table/table';
import type { Bodies } from './bodies';
import { indexPagesOf } from './index-pages';
import { sidOf, textKey, timeKey } from './keys';

/** A failure with the revision of its item, which grows with every write. */
export interface KnownFailure {
  failure: Failure;
  revision: number;
}

/** The partition of the failures of a generation that is being built. */
export const buildingFailuresPk = (gen: string): string => `B#${gen}`;

/** Returns the key of a failure: that of the shown generation, or of one that is being built. */
export const failureKey = (id: string, building?: string): Key => {
  const { text } = textKey(id);
  return building === undefined ? { pk: `F#${text}`, sk: 'F' } : { pk: buildingFailuresPk(building), sk: `f${text}` };
};

/** Index partition of a stream's failures by time. */
export const failureIndexPk = (sid: string): string => `T#F#${sid}`;

/** The partition that counts open failures. */
export const openPartition = 'OPEN';

export const readFailure = async (bodies: Bodies, item: TableItem): Promise<KnownFailure> => ({
  failure: await bodies.read<Failure>(item),
  revision: item['w'] as number,
});

/** Reads failures by id; missing ones are absent. */
export const readFailures = async (
  { table, bodies }: { table: Table; bodies: Bodies },
  ids: readonly string[],
  building?: string,
): Promise<Map<string, KnownFailure>> => {
  if (ids.length === 0) return new Map();
  const items = await table.getMany(ids.map((id) => failureKey(id, building)));
  const known = new Map<string, KnownFailure>();
  for (const id of ids) {
    const item = items.get(keyText(failureKey(id, building)));
    if (item) known.set(id, await readFailure(bodies, item));
  }
  return known;
};

/** Writes a failure if it is still as it was read. */
export const putFailure = async (
  bodies: Bodies,
  failure: Failure,
  { known, building }: { known: KnownFailure | undefined; building?: string | undefined },
): Promise<TableAction> => ({
  is: 'failure',
  put: { ...failureKey(failure.id, building), w: (known?.revision ?? 0) + 1, ...(await bodies.store(failure)) },
  if: known ? { text: '#w = :w', values: { w: known.revision } } : { text: 'attribute_not_exists(#pk)' },
});

const isOpen = (failure: Failure | undefined): number => (failure?.status === 'open' ? 1 : 0);

/** Returns how many more failures are open when `after` replaces `before`. */
export const openDifference = (before: Failure | undefined, after: Failure): number => isOpen(after) - isOpen(before);

/** Counts open failures of a stream; returns no action if their number does not change. */
export const countOpen = (sid: string, shard: number, more: number): TableAction[] =>
  more === 0 ? [] : [{ is: 'open', update: { pk: openPartition, sk: `${sid}#${shard}` }, by: addNumbers({ n: more }) }];

/** Returns the index pages by which failures are found by time. */
export const indexPagesOfFailures = (sid: string, failures: readonly Failure[]): TableItem[] =>
  indexPagesOf(
    failureIndexPk(sid),
    failures.map(({ id, at }) => ({ time: Date.parse(at), key: id })),
  );

/** The partition of a stream's open failures of records. */
export const openRecordsPk = (sid: string): string => `O#${sid}`;

const openKey = ({ id, at, source, stream }: Failure): Key => ({
  pk: openRecordsPk(sidOf(source, stream)),
  sk: `${timeKey(Date.parse(at))}#${textKey(id).text}`,
});

/** Returns items by which a later run finds open failures of the same records. The failure of an item may be closed since. */
export const openRecordItems = (failures: readonly Failure[]): TableItem[] =>
  failures
    .filter(({ kind }) => kind === 'record')
    .map((failure) => ({ ...openKey(failure), id: JSON.stringify(failure.id), seq: failure.runSeq, s: subjectOf(failure) }));

/** Returns the keys of those items. */
export const openRecordKeys = (failures: readonly Failure[]): Key[] => failures.map(openKey);

/** Reads the open failure of an item. */
export const readOpenRecord = ({ id, seq, s }: TableItem): OpenFailure => ({
  id: JSON.parse(id as string) as string,
  runSeq: seq as number,
  subject: s as string,
});

/** Reads the number of open failures of one item. */
export const readOpenCount = ({ n }: TableItem): number => Number(n);
