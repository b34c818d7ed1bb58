import { laneCount, readLanes, type Lane } from '../items/records/counter-shards';
import type { Table } from '../table/table';

/** A generation as this process sees it: its lanes when they were last seen, the one it keeps to, and those it is using. */
interface Kept {
  lanes?: Lane[];
  own: number;
  /** Commits for which others are expected in the lanes: then they are looked at before each. */
  crowded: number;
  busy: Set<number>;
}

/** Commits after meeting others in a lane before what is known of the lanes is relied on again. */
const wary = 20;

/**
 * Remembers the lanes of generations. A process keeps to one lane as long as nobody else is in it, so that what it remembers of it stays
 * true and its commits are not refused.
 */
export class LaneKeeper {
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly table: Table,
    private readonly random: () => number,
  ) {}

  /** As they are now. */
  async read(gen: string): Promise<Lane[]> {
    const lanes = (await readLanes(this.table, [gen])).get(gen)!;
    this.#of(gen).lanes = lanes;
    return lanes;
  }

  /**
   * As they are known where this process has its lane for itself, else as they are now. Whoever decides by what is out of date is refused, for
   * a commit asks for lanes that stand as they are known.
   */
  async settled(gen: string): Promise<Lane[]> {
    return this.#of(gen).crowded > 0 ? this.read(gen) : this.known(gen);
  }

  async known(gen: string): Promise<Lane[]> {
    return this.#of(gen).lanes ?? this.read(gen);
  }

  /** Does something in one lane, which nothing else in this process is meanwhile, if there is one left. */
  async using<T>(gen: string, work: (lane: number) => Promise<T>): Promise<T> {
    const { own, busy } = this.#of(gen);
    const free = Array.from({ length: laneCount }, (_, lane) => lane).filter((lane) => !busy.has(lane));
    const lane = busy.has(own) ? (free[this.#number(free.length)] ?? own) : own;
    busy.add(lane);
    try {
      return await work(lane);
    } finally {
      busy.delete(lane);
    }
  }

  /** A commit was made in a lane that stood as it is known. */
  committed(gen: string, lane: number): void {
    const kept = this.#of(gen);
    kept.crowded = Math.max(0, kept.crowded - 1);
    const before = kept.lanes?.[lane];
    if (before) kept.lanes = kept.lanes!.with(lane, { ...before, n: before.n + 1 });
  }

  /** Somebody else is in the lane: another one is tried the next time. */
  leave(gen: string, lane: number): void {
    const kept = this.#of(gen);
    kept.crowded = wary;
    if (kept.own === lane) kept.own = (lane + 1 + this.#number(laneCount - 1)) % laneCount;
  }

  forget(gen: string): void {
    delete this.#of(gen).lanes;
  }

  #of(gen: string): Kept {
    const kept = this.#kept.get(gen) ?? { own: this.#number(laneCount), crowded: 0, busy: new Set<number>() };
    this.#kept.set(gen, kept);
    return kept;
  }

  #number(below: number): number {
    return Math.floor(this.random() * below);
  }
}
