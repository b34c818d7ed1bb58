import { requireEntry } from '@twl/ports';
import { readShards, shardCount, type CounterShard } from '../items/records/counter-shards';
import type { Table } from '../table/table';

/** What this process knows of a generation: its shards as last read, its own shard, and the shards in use. */
interface KnownShards {
  shards?: CounterShard[];
  own: number;
  /** The next so many commits read the shards first, because other processes write into them. */
  crowded: number;
  busy: Set<number>;
}

/** Commits after meeting another process in a shard before cached shards are trusted again. */
const crowdedCommits = 20;

/**
 * Caches the shards of generations. A process stays in one shard as long as no other process writes into it, so that the cache stays true
 * and its commits are not refused.
 */
export class ShardCache {
  readonly #known = new Map<string, KnownShards>();

  constructor(
    private readonly table: Table,
    private readonly random: () => number,
  ) {}

  /** Reads the shards. */
  async read(gen: string): Promise<CounterShard[]> {
    const shards = requireEntry(await readShards(this.table, [gen]), gen);
    this.#of(gen).shards = shards;
    return shards;
  }

  /**
   * Returns the shards from the cache while this process is alone in its shard, else reads them. A commit that relies on outdated shards is
   * refused, because its condition requires the shards as they are known.
   */
  async readIfCrowded(gen: string): Promise<CounterShard[]> {
    return this.#of(gen).crowded > 0 ? this.read(gen) : this.readCached(gen);
  }

  async readCached(gen: string): Promise<CounterShard[]> {
    return this.#of(gen).shards ?? this.read(gen);
  }

  /** Runs work in one shard, which no other work of this process uses meanwhile, if one is free. */
  async withShard<T>(gen: string, work: (shard: number) => Promise<T>): Promise<T> {
    const { own, busy } = this.#of(gen);
    const free = Array.from({ length: shardCount }, (_, shard) => shard).filter((shard) => !busy.has(shard));
    const shard = busy.has(own) ? (free[this.#number(free.length)] ?? own) : own;
    busy.add(shard);
    try {
      return await work(shard);
    } finally {
      busy.delete(shard);
    }
  }

  /** Notes a commit into a shard that was as it is known. */
  noteCommit(gen: string, shard: number): void {
    const known = this.#of(gen);
    known.crowded = Math.max(0, known.crowded - 1);
    const { shards } = known;
    const before = shards?.[shard];
    if (before) known.shards = shards?.with(shard, { ...before, commits: before.commits + 1 });
  }

  /** Notes another process in the shard: the next commit tries another one. */
  noteConflict(gen: string, shard: number): void {
    const known = this.#of(gen);
    known.crowded = crowdedCommits;
    if (known.own === shard) known.own = (shard + 1 + this.#number(shardCount - 1)) % shardCount;
  }

  forget(gen: string): void {
    delete this.#of(gen).shards;
  }

  #of(gen: string): KnownShards {
    const known = this.#known.get(gen) ?? { own: this.#number(shardCount), crowded: 0, busy: new Set<number>() };
    this.#known.set(gen, known);
    return known;
  }

  #number(below: number): number {
    return Math.floor(this.random() * below);
  }
}
