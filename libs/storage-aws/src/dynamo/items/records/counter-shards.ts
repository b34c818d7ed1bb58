import type { Counts } from '@twl/contracts';
import type { Progress } from '@twl/ports';
import type { Action, Item, Key } from '../../table/action';
import { adding, type Expression } from '../../table/expression';
import { placeOf, type Table } from '../../table/table';

/** Commits of one generation that can go on side by side. */
export const laneCount = 4;

/** What a generation is: being built, shown, or neither any more. */
export type GenerationState = 'building' | 'shown' | 'gone';

/** One of the counters of a generation: of commits, amendments and what they came to. */
export interface Lane {
  x: GenerationState;
  /** Commits. */
  n: number;
  /** Amendments; the same in every lane. */
  a: number;
  /** Whether anything was counted. */
  t: number;
  records: number;
  fresh: number;
  changed: number;
  quarantined: number;
}

/** How many commits each lane had; a record stamped with a later number was written since. */
export type Snapshot = readonly number[];

export const laneKey = (gen: string, lane: number): Key => ({ pk: `G#${gen}`, sk: `L${lane}` });

const laneOf = (item: Item | undefined): Lane => ({
  ...{ x: 'gone', n: 0, a: 0, t: 0, records: 0, fresh: 0, changed: 0, quarantined: 0 },
  ...(item as Partial<Lane> | undefined),
});

/** The lanes of a new generation, as actions of the transaction that makes it. */
export const newLanes = (gen: string, state: GenerationState): Action[] =>
  lanesOf(gen).map((key) => ({ is: 'lane', put: { ...key, ...laneOf(undefined), x: state }, if: { text: 'attribute_not_exists(#pk)' } }));

/** The keys of a generation's lanes. */
export const lanesOf = (gen: string): Key[] => Array.from({ length: laneCount }, (_, lane) => laneKey(gen, lane));

/** The lanes of generations, all read at once, each generation's in order. */
export const readLanes = async (table: Table, gens: readonly string[]): Promise<Map<string, Lane[]>> => {
  const items = await table.getMany(gens.flatMap(lanesOf));
  return new Map(gens.map((gen) => [gen, lanesOf(gen).map((key) => laneOf(items.get(placeOf(key))))]));
};

/** The tokens of a generation: one changes with every commit, the other with every amendment. */
export const progressOf = (gen: string, lanes: readonly Lane[]): Progress => ({
  pages: `${gen}:${lanes.map(({ n }) => n).join('.')}`,
  amendments: `${gen}:${Math.min(...lanes.map(({ a }) => a))}`,
});

/** What a token says, if it is one of this generation. */
export const tokenOf = (token: string, gen: string): number[] | undefined =>
  token.startsWith(`${gen}:`)
    ? token
        .slice(gen.length + 1)
        .split('.')
        .map(Number)
    : undefined;

/** Adds what happened to a lane; `more` are numbers to add besides. */
export const countIn = (
  key: Key,
  what: { counts: Counts; records: number; more?: Record<string, number> },
  condition: Expression,
): Action => {
  const { counts, records, more } = what;
  const sums = { records, fresh: counts.new, changed: counts.changed, quarantined: counts.quarantined, t: 1, ...more };
  return { is: 'lane', update: key, by: adding(sums), if: condition };
};
