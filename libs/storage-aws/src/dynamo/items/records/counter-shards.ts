import type { Counts } from '@twl/contracts';
import type { Progress } from '@twl/ports';
import type { Key, TableAction, TableItem } from '../../table/action';
import { addNumbers, type TableExpression } from '../../table/expression';
import { keyText, type Table } from '../../table/table';

/** Commits of one generation that can run in parallel. */
export const shardCount = 4;

/** State of a generation: being built, shown, or dropped. */
export type GenerationState = 'building' | 'shown' | 'dropped';

/** Sums of the records of a generation, in one shard. */
type ShardSums = Record<'records' | 'new' | 'changed' | 'quarantined', number>;

/** One of the counter shards of a generation: counts commits, amendments and outcomes. */
export interface CounterShard extends ShardSums {
  state: GenerationState;
  commits: number;
  /** The same in every shard. */
  amendments: number;
  isCounted: boolean;
}

/** Number of commits of each shard; a record with a later number in its write stamp was written since. */
export type Snapshot = readonly number[];

/** Attributes of the item of a shard. */
interface ShardAttributes {
  x: GenerationState;
  n: number;
  a: number;
  t: number;
  records: number;
  fresh: number;
  changed: number;
  quarantined: number;
}

const empty: ShardAttributes = { x: 'dropped', n: 0, a: 0, t: 0, records: 0, fresh: 0, changed: 0, quarantined: 0 };

export const shardKey = (gen: string, shard: number): Key => ({ pk: `G#${gen}`, sk: `L${shard}` });

/** Returns the keys of a generation's shards. */
export const shardKeys = (gen: string): Key[] => Array.from({ length: shardCount }, (_, shard) => shardKey(gen, shard));

/** Reads a shard; without an item, that of a generation that does not exist. */
export const readShard = (item: TableItem | undefined): CounterShard => {
  const { x: state, n: commits, a: amendments, t, fresh, ...rest } = { ...empty, ...(item as Partial<ShardAttributes> | undefined) };
  const { records, changed, quarantined } = rest;
  return { state, commits, amendments, isCounted: t > 0, records, new: fresh, changed, quarantined };
};

/** Creates the shards of a new generation, as actions of its transaction. */
export const createShards = (gen: string, state: GenerationState): TableAction[] =>
  shardKeys(gen).map((key) => ({ is: 'shard', put: { ...key, ...empty, x: state }, if: { text: 'attribute_not_exists(#pk)' } }));

/** Reads the shards of generations in one request, each generation's in order. */
export const readShards = async (table: Table, gens: readonly string[]): Promise<Map<string, CounterShard[]>> => {
  const items = await table.getMany(gens.flatMap(shardKeys));
  return new Map(gens.map((gen) => [gen, shardKeys(gen).map((key) => readShard(items.get(keyText(key))))]));
};

/** Returns how often each shard of a generation was written, by commits and amendments. */
export const snapshotOf = (shards: readonly CounterShard[]): Snapshot => shards.map(({ commits, amendments }) => commits + amendments);

/** Returns the progress tokens of a generation: one changes with every commit, the other with every amendment. */
export const progressTokens = (gen: string, shards: readonly CounterShard[]): Progress => ({
  pages: `${gen}:${shards.map(({ commits }) => commits).join('.')}`,
  amendments: `${gen}:${Math.min(...shards.map(({ amendments }) => amendments))}`,
});

/** Reads a token; undefined if it is one of another generation. */
export const readToken = (token: string, gen: string): number[] | undefined =>
  token.startsWith(`${gen}:`)
    ? token
        .slice(gen.length + 1)
        .split('.')
        .map(Number)
    : undefined;

/** Condition: the generation is shown. */
export const isShown: TableExpression = { text: '#x = :shown', values: { shown: 'shown' } };

/** Condition: no process has committed or amended in a shard since it was read. */
export const isShardAsRead = ({ state, commits, amendments }: CounterShard): TableExpression => ({
  text: '#x = :x AND #n = :n AND #a = :a',
  values: { x: state, n: commits, a: amendments },
});

/** Changes the state of a generation, as actions of a transaction. */
export const changeState = (gen: string, from: GenerationState, to: GenerationState): TableAction[] =>
  shardKeys(gen).map((update) => ({
    ...{ is: 'shard', update },
    by: { text: 'SET #x = :to', values: { to } },
    if: { text: '#x = :from', values: { from } },
  }));

/** Adds counts to a shard, if the condition holds. */
export const countInShard = (
  key: Key,
  what: { counts: Counts; records: number; commits?: number; amendments?: number },
  condition: TableExpression,
): TableAction => {
  const { counts, records, commits = 0, amendments = 0 } = what;
  const { new: fresh, changed, quarantined } = counts;
  return {
    is: 'shard',
    update: key,
    by: addNumbers({ records, fresh, changed, quarantined, t: 1, n: commits, a: amendments }),
    if: condition,
  };
};
