import { readLanes, type Lane } from './lanes';
import type { Table } from './table';

/** Remembers the lanes of generations as they were last seen; a write whose condition says otherwise reads them again. */
export class LaneKeeper {
  readonly #known = new Map<string, Lane[]>();

  constructor(private readonly table: Table) {}

  /** As they are now. */
  async read(gen: string): Promise<Lane[]> {
    const lanes = (await readLanes(this.table, [gen])).get(gen)!;
    this.#known.set(gen, lanes);
    return lanes;
  }

  async known(gen: string): Promise<Lane[]> {
    return this.#known.get(gen) ?? this.read(gen);
  }

  /** A commit was made in a lane that stood as it is known. */
  committed(gen: string, lane: number): void {
    const lanes = this.#known.get(gen);
    if (lanes) this.#known.set(gen, lanes.with(lane, { ...lanes[lane]!, n: lanes[lane]!.n + 1 }));
  }

  forget(gen: string): void {
    this.#known.delete(gen);
  }
}
