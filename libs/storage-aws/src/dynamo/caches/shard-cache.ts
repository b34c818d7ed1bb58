import { requireEntry } from '@twl/ports';
import { readShards, shardCount, type CounterShard } from '../items/records/counter-shards';
import type { Table } from '../table/table';

/** A generation as this process sees it: its shards when they were last seen, the one it keeps to, and those it is using. */
interface KnownShards {
  shards?: CounterShard[];
  own: number;
  /** Commits for which others are expected in the shards: then they are looked at before each. */
  crowded: number;
  busy: Set<number>;
}

/** Commits after meeting others in a shard before what is known of the shards is relied on again. */
const wary = 20;

/**
 * Remembers the shards of generations. A process keeps to one shard as long as nobody else is in it, so that what it remembers of it stays
 * true and its commits are not refused.
 */
export class ShardCache {
  readonly #kept = new Map<string, KnownShards>();

  constructor(
    private readonly table: Table,
    private readonly random: () => number,
  ) {}

  /** As they are now. */
  async read(gen: string): Promise<CounterShard[]> {
    const shards = requireEntry(await readShards(this.table, [gen]), gen);
    this.#of(gen).shards = shards;
    return shards;
  }

  /**
   * As they are known where this process has its shard for itself, else as they are now. A commit that relies on outdated shards is refused, for
   * a commit asks for shards that stand as they are known.
   */
  async settled(gen: string): Promise<CounterShard[]> {
    return this.#of(gen).crowded > 0 ? this.read(gen) : this.known(gen);
  }

  async known(gen: string): Promise<CounterShard[]> {
    return this.#of(gen).shards ?? this.read(gen);
  }

  /** Does something in one shard, which nothing else in this process is meanwhile, if there is one left. */
  async using<T>(gen: string, work: (shard: number) => Promise<T>): Promise<T> {
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

  /** A commit was made in a shard that stood as it is known. */
  committed(gen: string, shard: number): void {
    const kept = this.#of(gen);
    kept.crowded = Math.max(0, kept.crowded - 1);
    const { shards } = kept;
    const before = shards?.[shard];
    if (before) kept.shards = shards?.with(shard, { ...before, commits: before.commits + 1 });
  }

  /** Somebody else is in the shard: another one is tried the next time. */
  leave(gen: string, shard: number): void {
    const kept = this.#of(gen);
    kept.crowded = wary;
    if (kept.own === shard) kept.own = (shard + 1 + this.#number(shardCount - 1)) % shardCount;
  }

  forget(gen: string): void {
    delete this.#of(gen).shards;
  }

  #of(gen: string): KnownShards {
    const kept = this.#kept.get(gen) ?? { own: this.#number(shardCount), crowded: 0, busy: new Set<number>() };
    this.#kept.set(gen, kept);
    return kept;
  }

  #number(below: number): number {
    return Math.floor(this.random() * below);
  }
}
